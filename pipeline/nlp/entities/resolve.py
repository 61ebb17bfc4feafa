"""Which names stay: the longest wins, then the better evidence; nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.nlp.entities.names import Name


def resolve(names: Iterable[Name], closed: bytearray) -> list[Name]:
    """The names that stay, in order; `closed` marks the tokens where none may stand."""
    taken = bytearray(closed)
    kept = []
    for name in sorted(names, key=lambda name: (name.first - name.last, -name.rank, name.first, name.rule)):
        if name.last > name.first and taken.find(1, name.first, name.last) < 0:
            taken[name.first : name.last] = b"\1" * (name.last - name.first)
            kept.append(name)
    return sorted(kept)
