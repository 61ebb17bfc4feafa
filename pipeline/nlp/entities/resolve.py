"""Which names stay: the longest wins, then the better evidence; nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.nlp.entities.names import Name


def resolve(names: Sequence[Name], closed: bytearray) -> list[Name]:
    """The names that stay, in order; `closed` marks the tokens where none may stand."""
    taken = bytearray(closed)
    kept = []
    order = [(first - last, -rank, first, rule, at) for at, (first, last, _, rule, rank, _, _) in enumerate(names)]
    order.sort()
    for size, _, first, _, at in order:
        if size < 0 and taken.find(1, first, first - size) < 0:
            taken[first : first - size] = b"\1" * -size
            kept.append(names[at])
    return sorted(kept)


def added(kept: list[Name], new: Iterable[Name], closed: bytearray) -> list[Name]:
    """The names that stay when `new` ones come to those that `resolve` has kept: `resolve([*kept, *new], closed)`.

    A new name has no chance against a better one of the same tokens, a kept one no rival where no new one touches it.
    """
    stands = {name.first: name for name in kept}
    rivals = []
    touched = bytearray(len(closed))
    for name in new:
        first, last = name[:2]
        other = stands.get(first)
        if other is None or other.last != last or other.rank <= name.rank:
            rivals.append(name)
            touched[first:last] = b"\1" * (last - first)
    if not rivals:
        return kept
    free: list[Name] = []
    for name in kept:
        (free if touched.find(1, name.first, name.last) < 0 else rivals).append(name)
    free.extend(resolve(rivals, closed))
    return sorted(free)
