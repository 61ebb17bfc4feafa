"""evaluate: one-to-one matching, the tests of each layer, the files, and the same figures as the reference scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import run as runner
from pipeline import store
from pipeline.gold import LAYERS, Gold, GoldRow
from pipeline.stages.evaluate import TESTS, Found, evaluate, run
from pipeline.values import Span

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "gold"
EVERYWHERE = Span(0, 1000)


def score(
    layer: str, wanted: list[GoldRow], made: list[Found], judged: Span = EVERYWHERE
) -> dict[str, dict[str, float]]:
    empty: dict[str, list[Any]] = {name: [] for name in LAYERS}
    gold = Gold("R1", {**empty, layer: wanted}, {name: [judged] for name in LAYERS}, empty)
    metrics, _ = evaluate([gold], [{**empty, layer: made}])
    return metrics[layer]


def wanted(start: int, end: int, **values: Any) -> GoldRow:
    return GoldRow(Span(start, end), "x", values)


def made(start: int, end: int, **values: Any) -> Found:
    return Found(Span(start, end), "x", values)


def test_pairs_are_one_to_one_and_the_larger_overlap_wins() -> None:
    rows = [wanted(0, 10, type="bill", norm="hr/1"), wanted(12, 14, type="bill", norm="hr/2")]
    found = [
        made(0, 4, type="bill", norm="hr/1"),
        made(0, 9, type="bill", norm="hr/1"),
        made(12, 14, type="usc", norm="hr/2"),
    ]
    metrics = score("citations", rows, found)
    assert metrics["id"] == {"f1": 0.8, "precision": 0.6667, "recall": 1.0, "gold": 2, "predicted": 3}
    assert metrics["type"]["recall"] == 0.5


def test_rows_outside_of_what_is_judged_do_not_count() -> None:
    metrics = score("citations", [], [made(5, 9, type="bill", norm="hr/1")], judged=Span(10, 20))
    assert metrics["id"]["predicted"] == 0


FIGURE = {
    "kind": "percent",
    "value": 66.67,
    "low": None,
    "high": None,
    "unit": "%",
    "bound": "exact",
    "of": "farms",
    "per": None,
}


@pytest.mark.parametrize(
    ("layer", "gold", "found", "fails"),
    [
        ("figures", FIGURE, {**FIGURE, "value": 66.68}, set()),
        ("figures", FIGURE, {**FIGURE, "value": 70.0}, {"value", "value+bound", "value+of", "value+unit+per"}),
        ("figures", FIGURE, {**FIGURE, "of": " Farms "}, set()),
        ("figures", FIGURE, {**FIGURE, "of": None}, {"value+of"}),
        ("figures", FIGURE, {**FIGURE, "bound": "lt"}, {"value+bound"}),
        ("figures", {**FIGURE, "kind": "count"}, {**FIGURE, "kind": "count", "unit": "farm"}, {"value+unit+per"}),
        (
            "dates",
            {"type": "date", "start_date": "2019-01-01", "end_date": "2019-12-31", "value": None, "mod": None},
            {
                "type": "date",
                "start_date": date(2019, 1, 1),
                "end_date": date(2019, 12, 31),
                "value": "x",
                "mod": "late",
            },
            {"value+mod"},
        ),
        (
            "dates",
            {"type": "duration", "start_date": None, "end_date": None, "value": "P3Y", "mod": None},
            {"type": "duration", "start_date": None, "end_date": None, "value": "P30Y", "mod": None},
            {"value", "value+mod"},
        ),
        ("entities", {"label": "ORG", "norm": None}, {"label": "ORG", "norm": "NATO"}, {"strict+norm"}),
        ("citations", {"type": "usc", "norm": "usc/7/1/a"}, {"type": "usc", "norm": "USC/7/1/A"}, set()),
        ("sections", {"title": "Costs", "level": 1}, {"title": "costs", "level": 2}, {"heading+level"}),
    ],
)
def test_each_test_of_a_layer(layer: str, gold: dict[str, Any], found: dict[str, Any], fails: set[str]) -> None:
    metrics = score(layer, [wanted(3, 6, **gold)], [made(3, 6, **found)])
    assert {test for test, figures in metrics.items() if figures["f1"] != 1} == fails


@pytest.mark.parametrize(
    ("source", "passes"), [(Span(10, 20), True), (Span(15, 20), True), (Span(17, 20), False), (None, False)]
)
def test_the_source_of_a_claim_overlaps_by_half(source: Span | None, passes: bool) -> None:
    values = {"type": "assertion", "modality": "certain", "polarity": "positive"}
    gold = GoldRow(Span(0, 4), "said", values, Span(10, 20), None)
    metrics = score("claims", [gold], [Found(Span(0, 4), "said", values, source, None)])
    assert (metrics["type+source"]["f1"] == 1) == passes
    assert metrics["type+content"]["f1"] == 1


def test_exact_spans_and_mistakes_with_their_sentences() -> None:
    empty: dict[str, list[Any]] = {name: [] for name in LAYERS}
    rows = [wanted(0, 4, label="ORG"), wanted(10, 14, label="GPE"), GoldRow(None, "lost", {"label": "GPE"})]
    found = [made(0, 3, label="ORG"), made(20, 24, label="GPE")]
    gold = Gold("R1", {**empty, "entities": rows}, {name: [EVERYWHERE] for name in LAYERS}, empty)
    sentences: list[Mapping[str, Any]] = [
        {"start": 0, "end": 16, "text": "One."},
        {"start": 18, "end": 30, "text": "Two."},
    ]
    _, mistakes = evaluate([gold], [{**empty, "entities": found}], [sentences])
    assert [(m.kind, m.start, m.gold, m.predicted, m.sentence) for m in mistakes] == [
        ("missed", None, '{"label": "GPE"}', None, None),
        ("differs", 0, '{"label": "ORG"}', '{"label": "ORG"}', "One."),
        ("missed", 10, '{"label": "GPE"}', None, "One."),
        ("spurious", 20, None, '{"label": "GPE"}', "Two."),
    ]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    runner.run([ROOT / "corpus" / "sample"], out)
    return out / "tables"


def test_the_files_are_the_same_twice(sample: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        metrics = run(sample, ROOT / "corpus" / "gold", tmp_path / name)
        written.append(
            [(tmp_path / name / file).read_bytes() for file in ("metrics.json", "mistakes/mistakes.parquet")]
        )
    assert written[0] == written[1]
    stored = json.loads(written[0][0])
    assert stored.pop("input") == {"documents": 4, "errors": 0, "missing": 0}
    assert stored == metrics
    assert {layer: list(tests) for layer, tests in metrics.items()} == {
        layer: list(tests) for layer, tests in TESTS.items()
    }
    assert metrics["sections"]["heading"]["f1"] == 1
    mistakes = store.read(tmp_path / "two", "mistakes").to_pylist()
    assert all((row["gold"] is None) == (row["kind"] == "spurious") for row in mistakes)


def test_a_report_without_a_document_counts_as_missed(sample: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "R00001.yaml").write_text("passages:\n  - dates: In [2019]{type=date}, it rained.\n", encoding="utf-8")
    assert run(sample, gold, tmp_path)["dates"]["value"]["gold"] == 1
    assert json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))["input"]["missing"] == 1


@pytest.mark.skipif(not (SHARED / "dev").is_dir(), reason="the dev gold and its scorer lie outside of the repository")
def test_the_figures_are_those_of_the_reference_scorer(tmp_path: Path) -> None:
    runner.run([SHARED / "dev" / "text"], tmp_path)
    metrics = run(tmp_path / "tables", SHARED / "dev", tmp_path)
    command = [sys.executable, str(SHARED / "score.py"), str(tmp_path / "tables"), str(SHARED / "dev"), "--json"]
    reference = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["scores"]
    assert {f"{layer}/{test}": row for layer, tests in metrics.items() for test, row in tests.items()} == reference
