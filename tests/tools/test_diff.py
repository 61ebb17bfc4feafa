"""diff: rows gained, lost and changed between two folders of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import run as runner
from pipeline import store
from pipeline.tables import TABLES
from pipeline.tools.diff import compare, differences, print_differences

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = {"s1": "In 2019, 64% of farms stored grain."}


def row(layer: str, start: int, end: int, **values: Any) -> dict[str, Any]:
    filled = {
        "doc_id": "R1",
        "sentence_id": "s1",
        "start": start,
        "end": end,
        "text": "x" * (end - start),
        "rule": "a.rule",
    }
    return {**dict.fromkeys(TABLES[layer].names), **filled, **values}


def kinds(layer: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(found.kind, found.start) for found in differences(layer, old, new, SENTENCES)]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ([row("figures", 9, 12, value=64.0)], [row("figures", 9, 12, value=64.0)], []),
        ([], [row("figures", 9, 12)], [("gained", 9)]),
        ([row("figures", 9, 12)], [], [("lost", 9)]),
        ([row("figures", 9, 12, value=64.0)], [row("figures", 9, 12, value=46.0)], [("changed", 9)]),
        ([row("figures", 9, 12)], [row("figures", 9, 12, rule="another.rule")], [("changed", 9)]),
        ([row("figures", 9, 12)], [row("figures", 6, 14)], [("changed", 6)]),
        ([row("figures", 9, 12)], [row("figures", 12, 14)], [("lost", 9), ("gained", 12)]),
        ([row("figures", 9, 12)], [row("figures", 9, 12), row("figures", 9, 12, value=1.0)], [("gained", 9)]),
    ],
)
def test_rows_are_known_by_their_place(
    old: list[dict[str, Any]], new: list[dict[str, Any]], wanted: list[tuple[str, int]]
) -> None:
    assert kinds("figures", old, new) == wanted


def test_a_claim_stands_at_its_cue() -> None:
    old = row(
        "claims", 0, 40, cue="say", cue_start=5, cue_end=8, content_start=9, content_end=40, content="that it rains"
    )
    new = {**old, "end": 30, "content_end": 30, "content": "that"}
    assert kinds("claims", [old], [new]) == [("changed", 0)]
    assert kinds("claims", [old], [{**old, "figure_ids": ["f"], "end": 41}]) == []


def test_a_difference_names_its_rule_and_sentence() -> None:
    found = differences("figures", [row("figures", 9, 12)], [row("figures", 9, 12, rule="another.rule")], SENTENCES)
    assert (found[0].rule, found[0].sentence) == ("another.rule", SENTENCES["s1"])


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample's tables, and the same with one citation less and one that differs."""
    out = tmp_path_factory.mktemp("diff")
    runner.run([ROOT / "corpus" / "sample"], out)
    old, new = out / "tables", out / "new"
    for name in TABLES:
        table = store.read(old, name)
        if name == "citations":
            table = table.slice(1)
            norms = ["pl/1/1", *table.column("norm").to_pylist()[1:]]
            table = table.set_column(table.column_names.index("norm"), table.schema.field("norm"), [norms])
        store.write(new / name / f"{name}.parquet", name, table)
    return old, new


def test_two_folders_are_compared(tables: tuple[Path, Path]) -> None:
    assert compare(tables[0], tables[0]) == []
    assert [found.kind for found in compare(*tables)] == ["lost", "changed"]
    assert [found.kind for found in compare(tables[1], tables[0])] == ["gained", "changed"]


def test_what_is_printed(tables: tuple[Path, Path]) -> None:
    lines: list[str] = []
    print_differences(*tables, lines.append, layer="citations")
    assert lines[0].split() == ["citations", "0", "gained", "1", "lost", "1", "changed"]
    assert any("norm: " in line and "→ pl/1/1" in line for line in lines)
    short: list[str] = []
    print_differences(*tables, short.append, limit=0)
    assert len(short) < len(lines) + 6
    assert any(line.startswith("  … and ") for line in short)


def test_a_layer_that_is_none_is_refused(tables: tuple[Path, Path]) -> None:
    with pytest.raises(ValueError, match="no layer 'words'; the layers are figures"):
        print_differences(*tables, print, layer="words")
