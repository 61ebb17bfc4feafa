"""The collection at a glance: what is counted while the reports go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.report.reading import Report
from pipeline.report.words import CITED, visible
from pipeline.tables import TABLES, Column

SHOWN_SERIES = 7  # the rarer ones are counted together, as OTHERS
OTHERS = "others"
KINDS_OF_NAMES = {
    "Organizations": ("ORG",),
    "Places": ("GPE", "LOC"),
    "Persons": ("PERSON",),
    "Laws and programs": ("LAW", "PROGRAM"),
}
LAWS = {"public_law", "usc", "cfr", "stat", "executive_order"}


class Named(NamedTuple):
    """Something that is mentioned or cited: how it is called, how often, in how many reports."""

    name: str
    mentions: int
    reports: int


class Collection:
    """Counts over every report; `add` takes them one by one."""

    def __init__(self) -> None:
        self.reports = 0
        self.words = 0
        self.rows: Counter[str] = Counter()
        self.first: date | None = None
        self.last: date | None = None
        self.by_year: Counter[tuple[int, str]] = Counter()
        self.claims: Counter[tuple[str, str]] = Counter()
        self.figures: Counter[str] = Counter()
        self.cited: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self._names = _Tally()
        self._laws = _Tally()
        self._places: Counter[tuple[str, str]] = Counter()

    def add(self, report: Report) -> None:
        """Count one report."""
        document, mentions = report.document, report.mentions
        self.reports += 1
        self.words += document["n_words"]
        self.rows.update({name: len(rows) for name, rows in mentions.items()})
        if published := document["published"]:
            self.first = min(self.first or published, published)
            self.last = max(self.last or published, published)
            self.by_year[published.year, document["series"] or "no series"] += 1
        self.claims.update((row["type"], row["source_kind"]) for row in mentions["claims"])
        self.figures.update(row["kind"] for row in mentions["figures"])
        self.cited.update(row["type"] for row in mentions["citations"])
        self.years.update(row["start_date"].year for row in mentions["dates"] if row["start_date"])
        self._names.add((row["label"], row["norm"] or row["text"]) for row in mentions["entities"])
        self._places.update((row["norm"], row["text"]) for row in mentions["entities"] if _is_country(row))
        self._laws.add((row["type"], law(row["norm"])) for row in mentions["citations"] if row["type"] in LAWS)

    @property
    def undated(self) -> int:
        """Reports without a date."""
        return self.reports - self.by_year.total()

    def names(self, labels: Iterable[str], count: int) -> list[Named]:
        """The names mentioned most often among some labels; a country as it is mostly called."""
        spoken: dict[str, str] = {}
        for (code, text), _ in sorted(self._places.items(), key=lambda item: (item[1], item[0])):
            spoken[code] = text  # the last one is the most frequent
        return [
            named._replace(name=visible(spoken.get(named.name, named.name))) for named in self._names.top(labels, count)
        ]

    def laws(self, count: int) -> list[Named]:
        """The laws, code sections, rules and orders cited most often."""
        return [named._replace(name=visible(named.name)) for named in self._laws.top(LAWS, count)]

    def series_order(self) -> list[str]:
        """The series, the most frequent first; the rarer ones are one."""
        totals: Counter[str] = Counter()
        for (_, series), count in self.by_year.items():
            totals[series] += count
        order = [visible(series) for series, _ in _ordered(totals)]
        return order if len(order) <= SHOWN_SERIES + 1 else [*order[:SHOWN_SERIES], OTHERS]

    def series(self) -> list[tuple[int, str, int]]:
        """(year, series, reports), by year and frequency of the series."""
        order = self.series_order()
        merged: Counter[tuple[int, str]] = Counter()
        for (year, series), count in self.by_year.items():
            merged[year, series if visible(series) in order else OTHERS] += count
        places = sorted(merged, key=lambda place: (place[0], order.index(visible(place[1]))))
        return [(year, visible(series), merged[year, series]) for year, series in places]

    def claim_matrix(self) -> list[tuple[str, str, int]]:
        """(type, source kind, claims) of every pair, in the order of the schema."""
        types, kinds = (_values(TABLES["claims"].columns, name) for name in ("type", "source_kind"))
        return [(kind, source, self.claims[kind, source]) for kind in types for source in kinds]

    def citation_kinds(self) -> list[tuple[str, int]]:
        """(type, citations), the most frequent first."""
        return [(CITED.get(kind, kind), count) for kind, count in _ordered(self.cited)]

    def figure_kinds(self) -> list[tuple[str, int]]:
        """(kind, figures) in the order of the schema."""
        return [(kind, self.figures[kind]) for kind in _values(TABLES["figures"].columns, "kind")]


class _Tally:
    """Mentions and reports of things that have a kind and a name."""

    def __init__(self) -> None:
        self._mentions: Counter[tuple[str, str]] = Counter()
        self._reports: Counter[tuple[str, str]] = Counter()

    def add(self, found: Iterable[tuple[str, str]]) -> None:
        counts = Counter(found)
        self._mentions.update(counts)
        self._reports.update(counts.keys())

    def top(self, kinds: Iterable[str], count: int) -> list[Named]:
        chosen = set(kinds)
        mentions: Counter[str] = Counter()
        reports: Counter[str] = Counter()
        for (kind, name), number in self._mentions.items():
            if kind in chosen:
                mentions[name] += number
                reports[name] = max(reports[name], self._reports[kind, name])
        return [Named(name, number, reports[name]) for name, number in _ordered(mentions)[:count]]


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, those alike by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _is_country(row: dict[str, str | None]) -> bool:
    norm = row["norm"]
    return row["label"] == "GPE" and norm is not None and len(norm) == 3 and norm.isupper()


def _values(columns: Iterable[Column], name: str) -> tuple[str, ...]:
    """What a category of the schema may hold."""
    return next(column.values for column in columns if column.name == name)


def law(norm: str) -> str:
    """A law as lawyers write it, its subsections left off: `pl/113/291` is `P.L. 113-291`."""
    match norm.split("/"):
        case ["pl", congress, number, *_]:
            return f"P.L. {congress}-{number}"
        case ["usc", title, section, *_] if section:
            return f"{title} U.S.C. " + (f"§{section}" if section[0].isdigit() else section.replace("-", " ", 1))
        case ["cfr", title, section, *_]:
            return f"{title} C.F.R. part {section.removeprefix('part-').partition('.')[0]}"
        case ["stat", volume, page, *_]:
            return f"{volume} Stat. {page}"
        case ["eo", number, *_]:
            return f"E.O. {number}"
    return norm
