"""What a run takes on many cores is reckoned from its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.tools import scale

ROOT = Path(__file__).resolve().parents[2]
COSTS = scale.Costs(
    work={"ingest": 1.0, "segment": 1.0, "extract": 8.0},
    lists=0.1,
    tabulate=1.0,
    start=2.0,
    ray=(10.0, 0.01),
    chars=6e6,
    read=6.0,
    parts=20.0,
    tables=10.0,
    memory=(400.0, 200.0),
)


def test_one_core_does_one_part_after_the_other() -> None:
    reckoned = scale.reckon(COSTS, 1, 10e6)
    assert reckoned.total == pytest.approx(2 + 1 + 100 + 10)


def test_the_cores_of_one_machine_share_the_work_alone() -> None:
    reckoned = scale.reckon(COSTS, 4, 10e6)
    assert reckoned.work == pytest.approx(100 / 4)
    assert (reckoned.start, reckoned.tabulate) == (2, 10)


def test_a_cluster_has_to_start_and_hands_tasks_over_one_by_one() -> None:
    reckoned = scale.reckon(COSTS, 10_000, 10e6)
    assert reckoned.start == 12
    assert reckoned.work == pytest.approx(sum(max(10 * each / 32, 32 * 0.01) for each in (1, 1, 8)))


def test_the_page_gets_its_tables(tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_bytes((ROOT / "docs" / "scale.md").read_bytes())
    lines = list(scale.shown(COSTS))
    scale.write(page, lines)
    scale.write(page, lines)
    assert page.read_text(encoding="utf-8").count("| extract | workers | 8.00 |") == 1
    assert "Ray takes 10 s until the first task is done, then 10 ms" in page.read_text(encoding="utf-8")
