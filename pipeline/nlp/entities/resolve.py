"""Which names stay: the longest wins, then the better evidence; nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.nlp.entities.names import Name


def resolve(names: Iterable[Name], closed: bytearray) -> list[Name]:
    """The names that stay, in order; `closed` marks the tokens where none may stand."""
    taken = bytearray(closed)
    kept = []
    for name in sorted(names, key=lambda name: (name.first - name.last, -name.rank, name.first, name.rule)):
        first, last = name[:2]
        if last > first and taken.find(1, first, last) < 0:
            taken[first:last] = b"\1" * (last - first)
            kept.append(name)
    return sorted(kept)


def added(kept: list[Name], new: list[Name], closed: bytearray) -> list[Name]:
    """The names that stay when `new` ones come to those that `resolve` has `kept`: `resolve([*kept, *new], closed)`.

    A kept name that no new one touches has no rival.
    """
    touched = bytearray(len(closed))
    for name in new:
        first, last = name[:2]
        touched[first:last] = b"\1" * (last - first)
    free: list[Name] = []
    rivals: list[Name] = []
    for name in kept:
        (free if touched.find(1, name[0], name[1]) < 0 else rivals).append(name)
    return sorted([*free, *resolve([*rivals, *new], closed)])
