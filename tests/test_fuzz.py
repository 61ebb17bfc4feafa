"""Whatever is in a file: it becomes a document or a row of errors with a sentence, and every row's place holds its text."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import invariants, rules, store
from pipeline.cli import main
from pipeline.sources import pool
from pipeline.sources.reading import ingest_bytes
from pipeline.stages import extract
from pipeline.tables import TABLES
from tests.folders import report, watched, write

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = {path.name: path.read_bytes() for path in sorted((ROOT / "corpus" / "sample").iterdir())}
# What grammars look at.
BITS = [
    "$5 million", "64%", "In 2019, ", "May 4, 2016", "FY2015", "P.L. 116-94", "7 U.S.C. §1921(a)", "H.R. 1", "U.S.",
    "Mr. Smith said that ", "it may ", " of the ", "Senator ", "(", ")", "“", "”", "—", "–", ", and ", ".\n\n", "\n", "\t",
    "\u00a0", "\u2028", "\x85", "\u200b", "\u00ad", "\ufeff", "e\u0301", "\U0001f33e", "İ", "ß", "ﬁ", "١٢", "½", "2²", "\u202e",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(BITS) | st.text(max_size=12), max_size=30).map("".join)


def check_rows(tables: dict[str, object]) -> None:
    """The invariants of finished tables hold."""
    invariants.hold({name: table for name, table in tables.items() if name != "errors"})


@settings(max_examples=150)
@given(TEXTS)
def test_extract_takes_any_text(text: str) -> None:
    for name, frame in pipeline.extract(text).items():
        for row in frame.to_dict("records"):
            if name != "errors" and "start" in row and row["start"] == row["start"] and "text" in row:
                assert text[int(row["start"]) : int(row["end"])] == row["text"]


@settings(max_examples=200)
@given(TEXTS, st.sampled_from(["txt", "md", "html"]))
def test_a_report_with_any_body_is_read_or_told(body: str, suffix: str) -> None:
    head = {"txt": report(body=""), "md": "# A Title\n\n", "html": "<h1>A Title</h1><p>"}[suffix]
    told((head + body).encode("utf-8", "surrogatepass"), f"IN99001.{suffix}")


def told(data: bytes, name: str) -> None:
    """A file is a document whose places hold, or a failure with a sentence that names the file."""
    item = ingest_bytes(data, name)
    if item.failure:
        assert item.failure.message.startswith(f"{name}: ")
        assert "report it as a bug" not in item.failure.message, item.failure
        return
    document = item.document
    assert document
    ends = [block.end for block in document.blocks]
    assert ends == sorted(ends)
    assert all(0 <= block.start <= block.end <= len(document.text) for block in document.blocks)
    assert all(0 <= link.start <= link.end <= len(document.text) for link in document.links)


# --- mutations --------------------------------------------------------------------------------------------------------

INSERTS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<div>", b"</div>", b"<table><tr><td colspan=999999>", b"| a | b |\n|---|---|\n",
    b"[](", b"```\n", b"*" * 50, b"\n" * 50, b"#" * 20 + b" x\n", b"&#x110000;", b"\\u0000", b'"', b"{", b"}}}", b"%PDF-1.7\n",
    b"\xc3", b"\xed\xa0\x80", b"<!--", b"<![CDATA[", b"<script>", b"\xe2\x80\xae", b" " * 1000, b"1" * 1000, b"\r",
]  # fmt: skip


def page(body: str) -> bytes:
    return f"<div class='Report'><div class='ReportHeader'><h1>Farm Loans</h1></div>{body}</div>".encode()


def pdf(lines: list[str]) -> bytes:
    """A small PDF of one page."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 72 700 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 5 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )


HTML = page(
    "<h2>Background</h2><p>In 2019, it cost <b>$5 million</b>.<sup><a href='#fn1'>1</a></sup></p>"
    "<table><caption>Table 1. Costs</caption><tr><th>Year</th><th>Cost</th></tr><tr><td>2019</td><td>$5</td></tr></table>"
    "<ul><li>One thing.</li><li>Another.</li></ul><div class='Footnotes'><p id='fn1'>1. See 7 U.S.C. 1921.</p></div>"
)
MARKDOWN = (
    b"# Farm Loans\n\nJane Doe\n\nMarch 3, 2026 (R99001)\n\n## Background\n\nIn 2019, it cost **$5 million**.[^1]\n\n"
    b"| Year | Cost |\n|---|---|\n| 2019 | $5 |\n\n- [One](https://example.gov) thing.\n- Another.\n\n[^1]: See 7 U.S.C. 1921.\n"
)
RECORD = {
    "id": "R99001", "title": "Farm Loans", "publishDate": "2019-03-04", "authors": [{"author": "Jane Doe"}],
    "html": HTML.decode(),
}  # fmt: skip
FILES: dict[str, bytes] = {
    **SAMPLE,
    "R99001.html": HTML,
    "R99001.md": MARKDOWN,
    "R99001.json": json.dumps(RECORD).encode(),
    "R99001.pdf": pdf(["CRS Report", "Farm Loans", "March 3, 2026", "R99001", "The agency lends to farmers in 2019."]),
}


def flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randrange(1, 20)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def cut(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(len(data))]


def delete(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 400)]
    return data


def repeat(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randrange(1, 800)] * chance.randrange(1, 8)
    return data


def insert(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        data[at:at] = chance.choice(INSERTS) * chance.choice([1, 1, 1, 30])
    return data


def mix(data: bytearray, chance: random.Random) -> bytearray:
    other = chance.choice(list(FILES.values()))
    at, start = chance.randrange(len(data)), chance.randrange(len(other))
    data[at:] = other[start:]
    return data


def encode(data: bytearray, chance: random.Random) -> bytearray:
    text = data.decode("utf-8", "replace")
    return bytearray(text.encode(chance.choice(["utf-16", "utf-16-be", "cp1252", "utf-7", "utf-32"]), "replace"))


MUTATIONS: list[Callable[[bytearray, random.Random], bytearray]] = [flip, cut, delete, repeat, insert, mix, encode]


def mutated(name: str, seed: int) -> bytes:
    """A file after some mishaps."""
    chance = random.Random(f"{name} {seed}")
    data = bytearray(FILES[name])
    for _ in range(chance.choice([1, 1, 2, 4])):
        if data:
            data = chance.choice(MUTATIONS)(data, chance)
    return bytes(data)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "seeds", [range(25), pytest.param(range(25, 400), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_damaged_file_is_read_or_told(name: str, seeds: range) -> None:
    for seed in seeds:
        told(mutated(name, seed), name)


@pytest.mark.slow
def test_damaged_files_through_every_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "is_light", lambda _: True)
    for name in FILES:
        for seed in range(15):
            write(tmp_path / "in", f"{seed}/{name}", mutated(name, seed))
    watched(tmp_path / "in", tmp_path / "out")
    tables = {name: store.read(tmp_path / "out" / "tables", name) for name in TABLES}
    check_rows(tables)
    errors = tables["errors"].to_pylist()
    assert not [row for row in errors if "report" in (row["message"] or "") and "as a bug" in row["message"]]
    assert len(errors) + tables["documents"].num_rows >= len(FILES)


# --- rule files -------------------------------------------------------------------------------------------------------

MODELS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "models").glob("*.yaml"))}
CHANGES: list[tuple[str, str]] = [
    (r"(?m)^  - id: .*\n", ""),
    (r"(?m)^layer: .*", "layer: figuers"),
    (r"(?m)^layer: .*\n", ""),
    (r"(?m)^(\s*)about:", r"\1abuot:"),
    (r"examples:", "exmaples:"),
    (r"(?m)^(\s*)counter_examples:\n(?:\1  .*\n)+", ""),
    (r"rules:", "rules: 5 #"),
    (r"\]\{", "]{{"),
    (r"\{kind=", "{kind"),
    (r"(?m)^(\s*)- ", r"\1-"),
    (r":", ""),
    (r"(?s)$", "\n  - 5\n"),
    (r"(?s)$", "\n\t- x: [\n"),
    (r"(?s)^.*$", ""),
    (r"(?s)^.*$", "- 1\n- 2\n"),
    (r"(?s)^", "\x00"),
    (r"id: (\w+)\.", r"id: \1_x."),
    (r"id: ", "id: A B "),
]


@pytest.mark.parametrize("change", CHANGES, ids=[str(number) for number in range(len(CHANGES))])
def test_a_damaged_rule_file_is_told_by_its_name(tmp_path: Path, change: tuple[str, str]) -> None:
    for name, text in MODELS.items():
        damaged = re.sub(*change, text, count=1)
        (tmp_path / name).write_text(damaged, encoding="utf-8")
        told = None
        try:
            rules.load_rule_file(tmp_path / name)
        except rules.RuleError as error:
            told = str(error)
        assert told is None or name in told


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 40))])
def test_damaged_models_are_told_or_read(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "models"
    shutil.copytree(ROOT / "models", folder)
    path = chance.choice([path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".csv")])
    data = bytearray(path.read_bytes())
    path.write_bytes(chance.choice([flip, cut, delete, insert])(data, chance))
    told = None
    try:
        rules.use_models(folder)
        text = SAMPLE["IN10265.txt"].decode()
        extract.reader(folder).read(text, [(0, len(text))])
    except rules.RuleError as error:
        told = str(error)
    finally:
        rules.use_models(None)
    assert told is None or path.stem in told or "rule" in told


def test_crs_run_tells_of_a_damaged_rule_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "models", tmp_path / "models")
    write(tmp_path / "models", "figures_more.yaml", "layer: figures\nrules: [")
    write(tmp_path / "in", "IN99001.txt", report())
    result = CliRunner().invoke(
        main,
        [
            "run",
            str(tmp_path / "in"),
            "--out",
            str(tmp_path / "out"),
            "--models",
            str(tmp_path / "models"),
            "--workers",
            "1",
        ],
    )
    assert result.exit_code == 1
    assert "figures_more.yaml cannot be read as YAML" in result.output
    assert "Traceback" not in result.output
