"""Ids of rows: readable, stable, one form in every table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def row_ids(doc_id: str, layer: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """`{doc_id}:{layer}:{start}-{end}`, with `:2`, `:3` … from the second row at one place on."""
    found = [f"{doc_id}:{layer}:{start}-{end}" for start, end in places]
    if len(set(found)) == len(found):
        return found
    seen: Counter[str] = Counter()
    for number, row_id in enumerate(found):
        seen[row_id] += 1
        if seen[row_id] > 1:
            found[number] = f"{row_id}:{seen[row_id]}"
    return found
