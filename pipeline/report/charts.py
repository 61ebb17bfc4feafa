"""The charts of the collection, as Vega-Lite specifications by Altair. Colours and fonts are the page's own: its script
hands them over when it draws, so that a chart follows light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt

from pipeline.report.collection import KINDS_OF_NAMES, Collection, Named
from pipeline.report.words import counted

TOP_NAMES = 8
TOP_LAWS = 15
BAR = 22  # pixels a row
COVERED = 0.99  # of the dates: the axis of years leaves out what lies further off
EARLIEST, LATEST = 1776, 2100


class Drawing(NamedTuple):
    """A chart with what belongs to it: `about` is a sentence that stands under its title, `numbers` its data as rows
    of a table (headings first), for those who do not see it and where scripts are off. `spec` is None without data.
    """

    name: str
    title: str
    about: str
    spec: dict[str, Any] | None
    numbers: Sequence[tuple[str, ...]]


def drawings(collection: Collection) -> list[Drawing]:
    """Every chart of the first page, in order."""
    return [
        _reports(collection),
        _claims(collection),
        _bars(
            "figures", "Figures by kind", "Quantities found in the text.", "Kind",
            [Named(kind, count, 0) for kind, count in collection.figure_kinds() if count],
        ),
        _bars(
            "cited", "Citations by kind", "References to law and to official documents.", "Kind",
            [Named(kind, count, 0) for kind, count in collection.citation_kinds()],
        ),
        _years(collection),
        _bars("laws", "Most cited laws", "Sections and parts counted as one with their subsections.", "Law",
              collection.laws(TOP_LAWS)),
        *(
            _bars(f"names-{index}", f"{title} named most", "", "Name", collection.names(labels, TOP_NAMES))
            for index, (title, labels) in enumerate(KINDS_OF_NAMES.items())
        ),
    ]  # fmt: skip


def _reports(collection: Collection) -> Drawing:
    """Reports by year and series, stacked."""
    rows = collection.series()
    order = collection.series_order()
    values, height = [], dict[int, int]()
    for year, series, count in rows:
        low = height.get(year, 0)
        height[year] = low + count
        values.append(
            {"year": year, "series": series, "reports": count, "low": low, "high": low + count, **_width(year)}
        )
    chart = _columns(values, "low", "high").encode(
        color=alt.Color("series:N", sort=order, title=None, legend=alt.Legend(orient="top", columns=4)),
        tooltip=[alt.Tooltip("series:N"), alt.Tooltip("year:Q", format="d"), alt.Tooltip("reports:Q", format=",")],
    )
    about = f"{counted(collection.undated, 'report')} without a date left out." if collection.undated else ""
    numbers = [("Year", "Series", "Reports"), *((str(y), s, f"{n:,}") for y, s, n in rows)]
    return Drawing("published", "Reports by year and series", about, _spec(chart, 200) if rows else None, numbers)


def _claims(collection: Collection) -> Drawing:
    """Claims by type and by kind of source: a matrix, darker where there are more."""
    rows = collection.claim_matrix()
    values = [{"type": kind, "source": source, "claims": count} for kind, source, count in rows]
    types, sources = (list(dict.fromkeys(names)) for names in list(zip(*rows, strict=True))[:2])
    base = _chart(values).encode(
        x=alt.X("source:N", sort=sources, title=None, axis=alt.Axis(orient="top")),
        y=alt.Y("type:N", sort=types, title=None, axis=alt.Axis(domain=False, ticks=False)),
        tooltip=[alt.Tooltip("type:N"), alt.Tooltip("source:N"), alt.Tooltip("claims:Q", format=",")],
    )  # fmt: skip
    squares = base.mark_rect().encode(
        color=alt.Color("claims:Q", legend=None, scale=alt.Scale(type="sqrt", interpolate="rgb"))
    )
    counts = base.mark_text().encode(text=alt.Text("claims:Q", format=",")).transform_filter("datum.claims > 0")
    about = "What is claimed, and who says it: the report itself or somebody it names."
    numbers = [("Type", "Source", "Claims"), *((kind, source, f"{n:,}") for kind, source, n in rows if n)]
    spec = _spec(alt.layer(squares, counts), len(types) * 30, right=34) if collection.claims.total() else None
    return Drawing("claims", "Claims by type and source", about, spec, numbers)


def _years(collection: Collection) -> Drawing:
    """How often each year is spoken of."""
    counts = {year: count for year, count in sorted(collection.years.items()) if EARLIEST <= year <= LATEST}
    left_out = 0
    while counts and left_out + counts[min(counts)] <= collection.years.total() * (1 - COVERED):
        left_out += counts.pop(min(counts))
    values = [{"year": year, "dates": count, "low": 0, **_width(year)} for year, count in counts.items()]
    chart = _columns(values, "low", "dates").encode(
        tooltip=[alt.Tooltip("year:Q", format="d"), alt.Tooltip("dates:Q", format=",")]
    )
    rest = collection.years.total() - sum(counts.values())
    about = "Days, years and periods in the text by the year they begin in."
    if rest:
        about += f" {counted(rest, 'date')} further off left out."
    numbers = [("Year", "Dates"), *((str(year), f"{count:,}") for year, count in counts.items())]
    return Drawing("years", "Dates covered", about, _spec(chart, 200) if counts else None, numbers)


def _bars(name: str, title: str, about: str, heading: str, rows: Sequence[Named]) -> Drawing:
    """Bars with their names before them and their numbers behind them."""
    values = [{"name": row.name, "mentions": row.mentions, "reports": row.reports} for row in rows]
    room = max((row.mentions for row in rows), default=1) * 1.2  # for the number behind the longest bar
    told = any(row.reports for row in rows)
    tooltip = [alt.Tooltip("name:N"), alt.Tooltip("mentions:Q", format=",")]
    tooltip += [alt.Tooltip("reports:Q", format=",", title="in reports")] if told else []
    base = _chart(values).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False)),
        x=alt.X("mentions:Q", title=None, axis=None, scale=alt.Scale(domain=[0, room])),
        tooltip=tooltip,
    )
    bars = base.mark_bar(height={"band": 0.62})
    counts = base.mark_text(align="left", dx=4).encode(text=alt.Text("mentions:Q", format=","))
    numbers: list[tuple[str, ...]] = [(heading, "Mentions", "Reports") if told else (heading, "Number")]
    numbers += [(r.name, f"{r.mentions:,}", f"{r.reports:,}") if told else (r.name, f"{r.mentions:,}") for r in rows]
    return Drawing(name, title, about, _spec(alt.layer(bars, counts), len(rows) * BAR) if rows else None, numbers)


def _width(year: int) -> dict[str, float]:
    """From where to where a year's column reaches on the axis of years."""
    return {"from": year - 0.44, "to": year + 0.44}


def _columns(values: list[dict[str, Any]], low: str, high: str) -> alt.Chart:
    """A column a year, from `low` to `high`."""
    years = [row["year"] for row in values] or [2000]
    top = max((row[high] for row in values), default=1)  # ticks are whole numbers, 0 and 1 if need be
    scale = alt.Scale(domain=[min(years) - 0.6, max(years) + 0.6], nice=False, zero=False)
    x = alt.X(
        "from:Q",
        title=None,
        scale=scale,
        axis=alt.Axis(format="d", tickMinStep=1, grid=False, labelOverlap="greedy", labelSeparation=8),
    )
    y = alt.Y(f"{low}:Q", title=None, axis=alt.Axis(tickCount=min(5, top), format=",d"))
    chart: alt.Chart = _chart(values).mark_rect().encode(x=x, x2="to:Q", y=y, y2=f"{high}:Q")
    return chart


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=values))


def _spec(chart: alt.Chart | alt.LayerChart | alt.FacetChart, height: int, right: int = 0) -> dict[str, Any]:
    """The specification, as wide as the place it is drawn in but for `right` pixels that slanted labels reach into."""
    spec: dict[str, Any] = chart.properties(width="container", height=height).to_dict()
    del spec["config"]  # sizes that width and height replace
    if right:
        spec["padding"] = {"left": 0, "top": 0, "right": right, "bottom": 0}
    return spec
