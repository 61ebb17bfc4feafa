"""No step of the pipeline takes more than its share for a longer input: twice the text, twice the time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache

import pytest

from pipeline.nlp.reader import Reader, new_vocab
from pipeline.sources.reading import ingest_bytes
from pipeline.stages.segment import Block, segment
from tests.folders import report

SIZE = 40_000
# What takes less than this says nothing about how it grows.
LEAST = 0.2
RATIO = 3.0

# What is said again and again. (`{}` becomes a number, so that the text does not repeat itself.)
PROSE = {
    "sentences": "In 2019, the agency said that it spent $4.5 million on {} farms. ",
    "no full stop": "the agency of the states said that the farms of the county in ",
    "digits": "1234567890",
    "numbers": "12,345.67 and {} ",
    "commas": ",",
    "digits and commas": "1,",
    "parens": "(",
    "closed parens": "((a) (b)) ",
    "brackets": "[a] [",
    "capitals": "Aa Bb Ccc ",
    "one word of capitals": "ABCDE",
    "names": "Senator John Smith of Ohio and Department of State of ",
    "acronyms": "U.S. N.A.T.O. ",
    "abbreviations": "Mr. Dr. No. ",
    "dashes": "-",
    "long dashes": "—",
    "words and dashes": "a-b–c—",
    "quotes": '"',
    "curly quotes": "“a ‘b’ ",
    "apostrophes": "s' ",
    "slashes": "1/2/",
    "percents": "5% ",
    "dollars": "$5 ",
    "ranges": "from 5 to 6 percent to ",
    "dates": "May 4, 2016, to June 5, ",
    "years": "2015-2016, 2017, ",
    "that and that": "said that he said that ",
    "may be": "may be expected to be likely to ",
    "and": "and ",
    "of the": "of the ",
    "lists": "farmers, ranchers, foresters, ",
    "semicolons": "; it would; ",
    "statutes": "7 U.S.C. §§ 1921(a)(1), ",
    "sections of acts": "Section 5(a)(1) of the ",
    "public laws": "P.L. 116-94, ",
    "blanks": " ",
    "one giant word": "a",
    "combining": "e\u0301",
    "wide letters": "漢",
    "emoji": "👩‍🌾",
}
LINES = {
    "blank lines": "\n",
    "short lines": "a\n\n",
    "headings": "Background {}\n\nIt is said.\n\n",
    "list markers": "- a\n",
    "numbers in a list": "{}. a\n",
    "pipes": "| a | b ",
    "table rows": "| {} | 5 |\n",
    "tabs": "a\t",
    "links": "[](",
    "links in links": "[a](b) [",
    "images": "![a](",
    "stars": "*",
    "emphasis": "*a **b ",
    "ticks": "`",
    "rules": "---\n",
    "hashes": "# a\n",
    "quoted": "> ",
    "notes": "[^{}] ",
    "note texts": "[^{}]: a\n\n",
    "footnotes": "a.{} ",
    "ampersands": "&amp;",
    "entities": "&#65;",
    "left angles": "<",
}
HTML = {
    "nested divs": "<div>",
    "nested lists": "<ul><li>",
    "nested tables": "<table><tr><td>",
    "nested spans": "<span>a",
    "divs": "<div>a</div>",
    "paragraphs": "<p>It costs $5.</p>",
    "headings": "<h2>A {}</h2><p>b</p>",
    "rows": "<tr><td>{}</td><td>5</td></tr>",
    "wide tables": "<td>1</td>",
    "colspans": '<tr><td colspan="9">1</td><td rowspan="9">2</td></tr>',
    "links": '<a href="#f{}">1</a>',
    "breaks": "a<br>",
    "comments": "<!-- a -->",
    "attributes": '<p class="a b c" style="font: x">',
    "open comments": "<!--",
    "closing tags": "</div>",
    "sups": "<sup>{}</sup>",
    "bold": "<b>a</b> ",
    "items": "<li>a</li>",
}


def fill(unit: str, size: int) -> str:
    """A text of some size, made of a unit again and again."""
    numbers = iter(range(size))
    parts = []
    length = 0
    while length < size:
        parts.append(unit.replace("{}", str(next(numbers))))
        length += len(parts[-1])
    return "".join(parts)[:size]


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time, the least of three."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def grows_evenly(make: Callable[[int], Callable[[], object]]) -> bool:
    """Whether twice the input takes less than three times as long."""

    def measured() -> bool:
        longer = cost(make(2 * SIZE))
        return longer < LEAST or longer < RATIO * cost(make(SIZE))

    # Once more where it did: others use the machine too.
    return measured() or measured()


@cache
def reader() -> Reader:
    """The recognisers."""
    return Reader(new_vocab())


def extracting(text: str) -> Callable[[], object]:
    """The work of reading a text as one paragraph, or line by line."""
    places, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            places.append((start, start + len(line)))
        start += len(line) + 1
    return lambda: reader().read(text, places)


def ingesting(text: str, name: str) -> Callable[[], object]:
    """The work of reading a file."""
    data = text.encode()
    return lambda: ingest_bytes(data, name)


@pytest.mark.slow
@pytest.mark.parametrize("shape", PROSE)
def test_extract(shape: str) -> None:
    assert grows_evenly(lambda size: extracting(fill(PROSE[shape], size)))


@pytest.mark.slow
@pytest.mark.parametrize("shape", PROSE)
def test_extract_of_many_paragraphs(shape: str) -> None:
    assert grows_evenly(lambda size: extracting(fill(fill(PROSE[shape], 200) + "\n\n", size)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["IN99001.txt", "IN99001.md", "IN99001.html"])
@pytest.mark.parametrize("shape", [*PROSE, *LINES])
def test_ingest(shape: str, name: str) -> None:
    unit = PROSE.get(shape) or LINES[shape]
    head = {"txt": report(body=""), "md": "# A Title\n\n", "html": "<h1>A Title</h1><p>"}[name.rpartition(".")[2]]
    assert grows_evenly(lambda size: ingesting(head + fill(unit, size), name))


@pytest.mark.slow
@pytest.mark.parametrize("shape", HTML)
def test_ingest_of_html(shape: str) -> None:
    assert grows_evenly(lambda size: ingesting(f"<h1>A Title</h1>{fill(HTML[shape], size)}", "IN99001.html"))


@pytest.mark.slow
@pytest.mark.parametrize("shape", HTML)
def test_ingest_of_json(shape: str) -> None:
    def made(size: int) -> str:
        record = {"id": "IN99001", "title": "A Title", "date": "2019-03-04", "html": fill(HTML[shape], size)}
        return json.dumps(record)

    assert grows_evenly(lambda size: ingesting(made(size), "IN99001.json"))


KINDS = {
    "paragraphs": ["paragraph"],
    "lines": ["line"],
    "headings": ["heading"],
    "headings and paragraphs": ["heading", "paragraph"],
    "lines and paragraphs": ["line", "paragraph"],
    "items": ["list_item"],
    "notes": ["line", "note"],
    "rows": ["caption", "table_row", "source"],
}


@pytest.mark.slow
@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("words", ["Background", "1. Issues for Congress", "A", "The agency lends to farmers."])
def test_segment(kinds: str, words: str) -> None:
    def work(size: int) -> Callable[[], object]:
        count = size // 10
        step = len(words) + 2
        text = f"{words}\n\n" * count
        names = KINDS[kinds]
        blocks = [
            Block(
                names[n % len(names)],
                n * step,
                n * step + len(words),
                n % 5 + 1 if names[n % len(names)] == "heading" else None,
            )
            for n in range(count)
        ]
        return lambda: segment(text, blocks)

    assert grows_evenly(work)
