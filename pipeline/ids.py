"""Ids of rows: readable, stable, one form in every table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def row_ids(doc_id: str, layer: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """`{doc_id}:{layer}:{start}-{end}`, with `:2`, `:3` … from the second row at one place on."""
    seen: Counter[tuple[int, int]] = Counter()
    found = []
    for place in places:
        seen[place] += 1
        again = f":{seen[place]}" if seen[place] > 1 else ""
        found.append(f"{doc_id}:{layer}:{place[0]}-{place[1]}{again}")
    return found
