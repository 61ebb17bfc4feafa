"""What must hold of finished tables, in one place: what `tabulate` lets through and what `crs check` looks at.

A rule looks at a shard, some documents with all of their rows, and yields a `Problem` for each kind of thing that is
wrong with it. QUICK rules run whenever tables are written, all RULES when somebody asks (`crs check`).
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.invariants.quick import QUICK
from pipeline.invariants.shard import MIXED, Problem, Rule, Shard
from pipeline.invariants.thorough import ALONE, RULES

__all__ = ["ALONE", "MIXED", "QUICK", "RULES", "InvariantError", "Problem", "Rule", "Shard", "hold"]


class InvariantError(ValueError):
    """A table that breaks the contract; the message names the table and the first row that does."""


def hold(tables: Mapping[str, pa.Table]) -> None:
    """InvariantError where the rows of some documents break a quick rule."""
    shard = Shard(tables)
    for rule in QUICK:
        for problem in rule(shard):
            raise InvariantError(str(problem))
