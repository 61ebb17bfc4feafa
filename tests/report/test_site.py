"""The site's files: what stands in them, what must never stand in them, and that they are the same every time."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import __version__, run, store
from pipeline.cli import main
from pipeline.report import site
from pipeline.report.extra import MissingExtraError
from pipeline.stages import report as stage
from pipeline.tables import SCHEMA_VERSION

ATTACK = "<script>alert(1)</script>"
TEXT = (
    "A title\n\nFirst heading\n\nIn 2015, the agency said that 64% of farms <b>agreed</b>.\n\nSecond heading\n\nMore."
)
LARGEST_PAGE = 3_000_000
VOID = {"meta", "link", "input", "br"}


class Elements(HTMLParser):
    """The elements of a page with their attributes; complains where they are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["script"]:
            self.words += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def rows(page: str) -> list[list[Any]]:
    """The rows that a page gives its script: layer, start, end, fields."""
    found = re.search(r'<script type="application/json" id="rows">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    return [[*row[:3], *(data["strings"][field] for field in row[3:])] for row in data["rows"]]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_shows_title_headings_and_text(quick: Any) -> None:
    page = quick.page(quick.report("R1", TEXT, headings=("First heading", "Second heading")))
    elements = Elements(page)
    assert "In 2015, the agency said that 64% of farms <b>agreed</b>." in elements.words
    assert [e["href"] for e in elements.all("a") if "#section" in str(e.get("href"))] == ["#section-0", "#section-1"]
    assert elements.words.count("A title") == 2  # of the page and over the text, where it is not said again


def test_rows_stand_once_and_their_spans_name_them(quick: Any) -> None:
    page = quick.page(
        quick.report(
            "R1", TEXT, quick.mention(TEXT, "figures", "64%", value=64.0, unit="%", kind="percent", of="farms")
        )
    )
    assert rows(page) == [
        [
            1,
            TEXT.index("64%"),
            TEXT.index("64%") + 3,
            "64 %",
            "percent",
            None,
            "farms",
            None,
            None,
            None,
            "figures.made.up",
        ]
    ]
    assert '<span class="f" data-r="0">64%</span>' in page


def test_overlapping_rows_share_their_segments(quick: Any) -> None:
    claim = quick.mention(TEXT, "claims", "the agency said that 64% of farms")
    page = quick.page(quick.report("R1", TEXT, claim, quick.mention(TEXT, "figures", "64%")))
    spans = re.findall(r'<span class="([^"]*)" data-r="([\d ]+)">([^<]*)</span>', page)
    assert spans == [
        ("c k b", "0", "t"),
        ("c", "0", "he agency said that "),
        ("f c", "1 0", "64%"),
        ("c z", "0", " of farms"),
    ]


@pytest.mark.parametrize("name", ["index.html", "reports/R1.html", "static/list.js"])
def test_texts_cannot_break_out_of_a_page(quick: Any, name: str) -> None:
    text = f"{ATTACK}\n\n{ATTACK}\n\n{ATTACK} said Acme. Note"
    page = quick.page(
        quick.report(
            "R1", text,
            quick.mention(text, "entities", "Acme", norm=ATTACK),
            quick.mention(text, "citations", "said", norm=ATTACK, url=f"https://x/{ATTACK}"),
            quick.mention(text, "claims", "said Acme", source=ATTACK, source_start=0, source_end=len(ATTACK)),
            quick.mention(text, "footnotes", "Note", label=ATTACK, ref_start=30, ref_end=31),
            quick.mention(text, "table_cells", "Acme", table_id="t", caption=ATTACK, row=0, column=0),
            headings=(ATTACK,), title=ATTACK, topics=[ATTACK], series=ATTACK, warnings=[ATTACK],
            authors=[{"name": ATTACK, "title": ATTACK}], product_type=ATTACK,
        ),
        name=name,
    )  # fmt: skip
    assert "<script>alert" not in page
    assert "alert(1)" in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JaVaScript:x", " javascript:x", "file:///etc"]
)
def test_only_web_addresses_become_links(quick: Any, url: str) -> None:
    page = quick.page(
        quick.report(
            "R1", TEXT, quick.mention(TEXT, "citations", "2015", url=url), quick.mention(TEXT, "links", "agency", url=url),
            source_url=url,
        )
    )  # fmt: skip
    assert url.strip() not in page


def test_a_link_of_the_text_leads_where_it_led(quick: Any) -> None:
    page = quick.page(
        quick.report("R1", TEXT, quick.mention(TEXT, "links", "agency", url="https://example.org/?a=1&b=2"))
    )
    assert 'agency<a class="out" href="https://example.org/?a=1&amp;b=2"' in page


def test_nothing_is_loaded_from_elsewhere(quick: Any) -> None:
    folder = quick.site(quick.report("R1", TEXT, source_url="https://example.org/R1"))
    for page in (folder / "index.html", folder / "reports" / "R1.html"):
        elements = Elements(page.read_text(encoding="utf-8"))
        loaded = [e.get("src") for e in elements.all("script")] + [e.get("href") for e in elements.all("link")]
        local = [(page.parent / name).resolve() for name in loaded if name and not name.startswith("data:")]
        assert local
        assert all(path.is_file() for path in local)


def test_the_same_tables_give_the_same_bytes(quick: Any, tmp_path: Path) -> None:
    tables = quick.tables(*(quick.report(f"R{n}", TEXT, quick.mention(TEXT, "entities", "agency")) for n in range(5)))
    stage.run(tables, tmp_path / "one", __version__)
    stage.run(tables, tmp_path / "two", __version__)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_vega_stands_once_in_a_scope_of_its_own(press: Any) -> None:
    folder = press.site(press.report("R1", TEXT))
    script = (folder / "static" / "vega.js").read_text(encoding="utf-8")
    assert script.startswith("(() => {")
    assert "window.vegaEmbed=" in script.replace(" ", "")
    assert all("vega.js" in path.read_text() or path.name != "index.html" for path in folder.rglob("*.html"))


def test_old_pages_do_not_stay(quick: Any) -> None:
    quick.site(quick.report("R1", TEXT))
    folder = quick.site(quick.report("R2", TEXT))
    assert [path.name for path in (folder / "reports").iterdir()] == ["R2.html"]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["site", "tables"]


def test_a_folder_of_other_files_is_left_alone(quick: Any) -> None:
    quick.out.mkdir()
    (quick.out / "thesis.txt").write_text("years of work")
    with pytest.raises(site.FolderError, match="holds other files"):
        quick.site(quick.report("R1", TEXT))
    assert (quick.out / "thesis.txt").exists()


def test_a_site_that_fails_leaves_the_old_one(quick: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(quick.site(quick.report("R1", TEXT)))
    monkeypatch.setattr("vl_convert.javascript_bundle", lambda snippet: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        quick.site(quick.report("R2", TEXT))
    assert files(quick.out) == before
    assert sorted(path.name for path in quick.out.parent.iterdir()) == ["site", "tables"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {"title": None}),
        ("Just text without headings.", {"title": None, "published": None, "series": None}),
        ("A title", {}),
        ("A title\n\n\x00\x07\x1b[0m odd \x7f\x85 signs", {"title": "\x00"}),
        ("A title\n\nשלום עולם \u202e abc 🎉👩‍👩‍👧", {"title": "שלום"}),
        ("A title\n\n" + "x" * 50_000, {}),
        ("A title\n\n• one\n\n- two\n\n\n\n   \n\nthree\tfour\nfive", {}),
        ("{{ 1 + 1 }} {% raw %}", {"title": "{{ 7 * 7 }}"}),
    ],
)
def test_odd_texts_have_pages(quick: Any, text: str, values: dict[str, Any]) -> None:
    page = quick.page(quick.report("R1", text, **values))
    elements = Elements(page)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
    words = re.sub("[\x00-\x1f\x7f-\x9f\\s]", "", text.removeprefix("A title"))
    assert words in re.sub("[\u2400-\u2421\ufffd\\s]", "", elements.words)


def test_tables_without_reports_have_a_first_page(quick: Any) -> None:
    page = quick.page(name="index.html")
    assert "The tables hold no report." in Elements(page).words
    assert "Nothing of the kind was found." in page


def test_a_report_of_very_many_claims_has_a_small_page(quick: Any) -> None:
    sentence = "Critics of the program argue that its costs, paid by {} states, are higher than its benefits. "
    text = "A title\n\n" + "".join(sentence.format(number) for number in range(10_000, 15_000))
    step = len(sentence.format(10_000))
    claims = []
    for number in range(5_000):
        at = 9 + number * step
        place = {"start": at, "end": at + step - 2, "cue_start": at + 23, "cue_end": at + 28, "cue": "argue"}
        said = {"source": "Critics of the program", "source_start": at, "source_end": at + 22}
        content = {"content": text[at + 34 : at + step - 2], "content_start": at + 34, "content_end": at + step - 2}
        claims.append(
            {**quick.mention(text, "claims", "Critics"), **place, **said, **content, "text": text[at : at + step - 2]}
        )
    page = quick.page(quick.report("R1", text, *claims))
    assert len(rows(page)) == 5_000
    assert len(page.encode()) < LARGEST_PAGE


def test_reports_with_odd_ids_are_found(quick: Any) -> None:
    folder = quick.site(quick.report("../R1", TEXT), quick.report("r 2", TEXT), quick.report("R3", TEXT))
    pages = sorted(path.name for path in folder.rglob("reports/*.html"))
    listed = json.loads((folder / "static" / "list.js").read_text().removeprefix("window.REPORTS =").strip(" ;\n"))[
        "rows"
    ]
    assert sorted(f"{row[0]}.html" for row in listed) == pages
    assert {row[1] for row in listed} == {"../R1", "r 2", "R3"}
    assert "R3.html" in pages


def test_the_newest_report_comes_first(quick: Any) -> None:
    days = {"R1": date(2015, 1, 1), "R2": date(2020, 1, 1), "R3": None, "R4": date(2020, 1, 1)}
    page = quick.page(*(quick.report(n, TEXT, published=day) for n, day in days.items()), name="index.html")
    assert re.findall(r'href="reports/(\w+)\.html"', page) == ["R2", "R4", "R1", "R3"]


def test_pages_name_the_versions(quick: Any) -> None:
    words = Elements(quick.page(quick.report("R1", TEXT))).words
    assert f"crs-pipeline {__version__}, schema {SCHEMA_VERSION}" in words


def test_notes_and_their_calls_lead_to_each_other(quick: Any) -> None:
    text = f"{TEXT}\n\nSee the annual survey."
    note = quick.mention(text, "footnotes", "See the annual survey.", label="1")
    at = text.index("agreed") + len("agreed")
    page = quick.page(quick.report("R1", text, {**note, "ref_start": at - 6, "ref_end": at}))
    assert '<sup><a href="#note-0" id="call-0"' in page
    assert '<a href="#call-0"' in page


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pipeline.report.extra.find_spec", lambda module: None if module == "altair" else object())
    with pytest.raises(MissingExtraError, match=r"needs altair: pip install 'crs-pipeline\[report\]'"):
        stage.run(tmp_path, tmp_path / "site", __version__)


def test_tables_that_lack_are_named(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    with pytest.raises(store.TableError, match="no table"):
        stage.run(tmp_path / "tables", tmp_path / "site", __version__)
    assert not (tmp_path / "site").exists()


def test_tables_out_of_order_are_refused(quick: Any) -> None:
    tables = quick.tables(*(quick.report(n, TEXT, quick.mention(TEXT, "dates", "2015")) for n in ("R1", "R2")))
    dates = store.read(tables, "dates")
    store.write(tables / "dates" / "dates.parquet", "dates", dates.take([1, 0]))
    with pytest.raises(store.TableError, match="not sorted by doc_id"):
        stage.run(tables, quick.out, __version__)


def test_the_command_ends_with_the_page(sample: run.Summary, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(sample.tables), "--out", str(tmp_path / "my site")])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == f"Report: {(tmp_path / 'my site' / 'index.html').as_uri()}"
    assert "%20site/index.html" in done.output
