"""What is counted over the collection, and the charts of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.report.charts import drawings
from pipeline.report.collection import SHOWN_SERIES, Collection, law
from pipeline.report.reading import reports

TEXT = "T\n\nActon, Brook and Cable said in 1999 that the law P.L. 1-2 costs $5 and 6%."


def collection(press: Any, *made: Any) -> Collection:
    counted = Collection()
    for report in reports(press.tables(*made)):
        counted.add(report)
    return counted


@pytest.mark.parametrize(
    ("norm", "name"),
    [
        ("pl/113/291", "P.L. 113-291"),
        ("usc/42/7545/c/4", "42 U.S.C. §7545"),
        ("usc/42/6294a/c", "42 U.S.C. §6294a"),
        ("usc/42/chapter-85", "42 U.S.C. chapter 85"),
        ("usc/42", "usc/42"),
        ("cfr/45/46.116/b/9", "45 C.F.R. part 46"),
        ("cfr/45/part-46/subpart-A", "45 C.F.R. part 46"),
        ("stat/43/1254", "43 Stat. 1254"),
        ("eo/14369", "E.O. 14369"),
        ("", ""),
    ],
)
def test_laws_by_name(norm: str, name: str) -> None:
    assert law(norm) == name


def test_names_count_mentions_and_reports(press: Any) -> None:
    acton = press.mention(TEXT, "entities", "Acton", norm="Acton Company")
    counted = collection(
        press,
        press.report("R1", TEXT, acton, acton, press.mention(TEXT, "entities", "Brook")),
        press.report("R2", TEXT, acton),
    )
    assert [tuple(named) for named in counted.names(["ORG"], 5)] == [("Acton Company", 3, 2), ("Brook", 1, 1)]
    assert counted.names(["PERSON"], 5) == []


def test_a_country_is_called_as_it_mostly_is(press: Any) -> None:
    rows = [press.mention(TEXT, "entities", word, label="GPE", norm="ACT") for word in ("Acton", "Brook", "Brook")]
    assert [named.name for named in collection(press, press.report("R1", TEXT, *rows)).names(["GPE"], 5)] == ["Brook"]


def test_subsections_count_for_their_section(press: Any) -> None:
    rows = [
        press.mention(TEXT, "citations", "P.L. 1-2", type="usc", norm=norm)
        for norm in ("usc/1/2/a", "usc/1/2", "usc/1/3")
    ]
    assert [tuple(named) for named in collection(press, press.report("R1", TEXT, *rows)).laws(5)] == [
        ("1 U.S.C. §2", 2, 1),
        ("1 U.S.C. §3", 1, 1),
    ]


def test_rare_series_are_one(press: Any) -> None:
    made = [press.report(f"R{n}", TEXT, series=f"S{n:02}") for n in range(12)]
    made += [press.report(f"X{n}", TEXT, series="IF", published=date(2020, 1, 1)) for n in range(3)]
    counted = collection(press, *made)
    assert counted.series_order()[0] == "IF"
    assert len(counted.series_order()) == SHOWN_SERIES + 1
    assert sum(count for *_, count in counted.series()) == 15


def test_reports_without_a_date_are_told(press: Any) -> None:
    counted = collection(press, press.report("R1", TEXT, published=None), press.report("R2", TEXT))
    assert counted.undated == 1
    assert drawings(counted)[0].about == "1 report without a date left out."


def test_years_far_off_are_left_out_and_told(press: Any) -> None:
    near = [press.mention(TEXT, "dates", "1999", start_date=date(1999, 1, 1)) for _ in range(200)]
    far = press.mention(TEXT, "dates", "1999", start_date=date(1800, 1, 1))
    drawn = {drawing.name: drawing for drawing in drawings(collection(press, press.report("R1", TEXT, *near, far)))}[
        "years"
    ]
    assert drawn.numbers[1:] == [("1999", "200")]
    assert "1 date further off left out." in drawn.about


def test_numbers_of_the_charts_are_those_of_the_tables(press: Any) -> None:
    claims = [press.mention(TEXT, "claims", "Acton", source_kind=kind) for kind in ("group", "group", "law")]
    figures = [press.mention(TEXT, "figures", "$5", kind="money"), press.mention(TEXT, "figures", "6%", kind="percent")]
    drawn = {d.name: d for d in drawings(collection(press, press.report("R1", TEXT, *claims, *figures)))}
    assert drawn["claims"].numbers[1:] == [("assertion", "law", "1"), ("assertion", "group", "2")]
    assert drawn["figures"].numbers[1:] == [("percent", "1"), ("money", "1")]
    assert drawn["published"].numbers[1:] == [("2015", "R", "1")]
    assert drawn["laws"].spec is None


def test_charts_bring_their_data_and_no_colours(press: Any) -> None:
    made = press.report("R1", TEXT, press.mention(TEXT, "entities", "Acton"), press.mention(TEXT, "dates", "1999"))
    for drawing in drawings(collection(press, made)):
        if drawing.spec is not None:
            drawn = {key: value for key, value in drawing.spec.items() if key not in ("data", "datasets", "$schema")}
            assert "datasets" in drawing.spec or "values" in drawing.spec["data"]
            assert "url" not in str(drawn)
            assert "#" not in str(drawn)
