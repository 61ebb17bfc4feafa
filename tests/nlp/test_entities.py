"""Entities: where a name begins and ends, what it is, what it stands for; unknown names; time and order."""

from __future__ import annotations

import itertools
import random
import time
from datetime import date
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.page import Page
from pipeline.nlp.reader import Reader
from pipeline.rules import unmark
from pipeline.values import Entity

LAYERS = ("citations", "entities")


@cache
def reader() -> Reader:
    return Reader(spacy.blank("en").vocab, LAYERS)


def read(text: str) -> Page:
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return reader().read(text, paragraphs, published=date(2020, 5, 4))


def shown(page: Page) -> list[tuple[str, str]]:
    return [(page.source[row.start : row.end], row.label) for row in page.entities]


def check(marked: str) -> None:
    text, marks = unmark(marked)
    page = read(text)
    assert shown(page) == [(text[m.start : m.end], m.attributes["label"]) for m in marks]
    for row, mark in zip(page.entities, marks, strict=True):
        if "norm" in mark.attributes:
            assert row.norm == mark.attributes["norm"], text[mark.start : mark.end]


BOUNDARIES = [
    # coordination: whole where one side is no name
    "The [Plant and Seed Administration]{label=ORG} met [Congress]{label=ORG}.",
    "The [Trump Administration]{label=ORG} and [Congress]{label=ORG} agreed.",
    "The [Senate Committee on Rivers, Lakes, and Harbors]{label=ORG} met.",
    "The [House and Senate Appropriations Committees]{label=ORG} met.",
    "The [Departments of State and Defense]{label=ORG} met.",
    "The [Department of Energy]{label=ORG} and the [Department of Labor]{label=ORG} met.",
    "The [Second and Ninth Circuits]{label=ORG} disagreed.",
    "The [U.S. Courts of Appeals for the Fourth, Fifth, and Ninth Circuits]{label=ORG} disagreed.",
    "The [House Committees on Ways and Means, Energy and Commerce, and Education and Labor]{label=ORG} met.",
    "- In the [Consolidated Harbors Act, 2018]{label=LAW}, [Congress]{label=ORG} paid.",
    # possessives part names, unless the owner belongs to it
    "[Japan]{label=GPE}'s [Ministry of Lakes]{label=ORG} met the [Children's Harbor Foundation]{label=ORG}.",
    "The [National Cattlemen's Milk Association]{label=ORG} met the [Lake Growers' Council]{label=ORG}.",
    "The [Bureau of Lake Affairs]{label=ORG}' [Office of Trust]{label=ORG} met [Democrats]{label=NORP}' leaders.",
    "The [President's Council on Lakes]{label=ORG} met the [Children's Hospital of Springfield]{label=ORG}.",
    "The [Independent Growers of America]{label=ORG} and the [Otter Tribe of Florida]{label=ORG} sued.",
    "The [Supreme Court of California]{label=ORG} and the [University of Texas at Austin]{label=ORG} replied.",
    "The [Office of Harbor Assessment and Program Review]{label=ORG} met.",
    # what opens like a program and closes like a law
    "The [Communications Assistance for Lake Patrols Act]{label=LAW} ([CALPA]{label=LAW}) passed.",
    # initials and suffixes
    "They met [William A. Fuller]{label=PERSON}, [L. Paul Hollis]{label=PERSON} and [James A. Hollis III]{label=PERSON}.",
    "They met [William Fuller, Jr.]{label=PERSON}, and [Margaret Hollis]{label=PERSON}.",
    # hyphens and slashes
    "[U.S.]{label=GPE}-[Japan]{label=GPE} trade grew under the [Peru-Chile Lake Agreement]{label=LAW}.",
    # laws with their years, numbers and short forms inside
    "The [Harbors and Lakes Act (HALA) of 1965]{label=LAW} and the [Rural Lakes Act, 2017]{label=LAW} apply.",
    "The [FY2015 National Defense Authorization Act]{label=LAW} and the [21st Century Harbors Act]{label=LAW} apply.",
    "The [Lake Repair Appropriations Acts for 2017, 2018, and 2019]{label=LAW} apply.",
    "The [Truth in Boating Act]{label=LAW} and the [Defense of Lakes Act]{label=LAW} apply.",
    "They signed the [Treaty on the Elimination of Noise]{label=LAW}.",
    "The [1931 Statute of Harbors]{label=LAW} was adopted; in 1942 [Congress]{label=ORG} met.",
    # sections, titles, orders
    "[Section 4(b) of the Small Harbors Act]{label=LAW} and [Title II of the Small Harbors Act]{label=LAW} apply.",
    "[Clean Air Act Section 111(d)]{label=LAW} applies.",
    "[DOD Directive 3000.09]{label=LAW} applies.",
    # places
    "It opened in [Groton, CT]{label=GPE}, and in [Biloxi, Mississippi]{label=GPE}.",
    "[Kansas]{label=GPE}, [Ohio]{label=GPE}, and [Texas]{label=GPE} agreed.",
    "The [Senkaku/Diaoyu Islands]{label=LOC} lie in the [East China Sea]{label=LOC}.",
    "It opened in [Alabama]{label=GPE}, [Georgia]{label=GPE norm=none}, and [Ohio]{label=GPE}.",
    "[Russia]{label=GPE} left [Armenia]{label=GPE} and [Georgia]{label=GPE norm=GEO}.",
    # sentence starts
    "Senior [Defense Department]{label=ORG} officials met. Changes to the [Small Harbors Act]{label=LAW} followed.",
    # companies
    "Sales by [Harborlight, Inc.]{label=ORG}, grew.",
]


@pytest.mark.parametrize("marked", BOUNDARIES)
def test_boundaries(marked: str) -> None:
    check(marked)


NOTHING = [
    "The Secretary of Agriculture and the Agriculture Secretary met the Speaker of the House.",
    "The Administration, the Department, and the agency agreed.",
    "The Tomahawk missile and the Ohio-class boat are old.",
    "A 2026 farm bill may follow; the 2018 law did.",
    "Many people speak Spanish, and a Spanish-speaking aide helps.",
    "Figure 3 and Table 2 show Section 5 of this report.",
    "In March and May, prices rose.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_entity(text: str) -> None:
    assert shown(read(text)) == []


PEOPLE = [
    "Rep. [Quelva Ostrom]{label=PERSON} (D-CA) met Senators [Brindle]{label=PERSON} and [Corvane]{label=PERSON}.",
    "Secretary of Defense [Lloyd Corvane]{label=PERSON} met the [EPA]{label=ORG} Administrator.",
    "[Margaret Hollis]{label=PERSON} spoke. [Hollis]{label=PERSON norm='Margaret Hollis'} left.",
    "[Choe Son Hui]{label=PERSON} met President [Xendra Quorn]{label=PERSON}.",
    "The Chief of the [Forest Service]{label=ORG} met the King of the [United Kingdom]{label=GPE norm=GBR}.",
    "The Hollis curve is old. A Hollis curve is flat.",
]


@pytest.mark.parametrize("marked", PEOPLE)
def test_people_and_offices(marked: str) -> None:
    check(marked)


SHORT_FORMS = [
    "The [Office of Lake Repair]{label=ORG} ([OLR]{label=ORG norm='Office of Lake Repair'}) met. [OLR]{label=ORG norm='Office of Lake Repair'} left.",
    "The [U.S. Department of Lakes]{label=ORG}' ([DOL]{label=ORG norm='U.S. Department of Lakes'}'s) budget grew.",
    'The [Harbor Security Dialogue]{label=EVENT} (or "[Quint]{label=EVENT norm="Harbor Security Dialogue"},") met.',
    "[FHR]{label=PROGRAM norm='Fund for Harbor Repair'} = [Fund for Harbor Repair]{label=PROGRAM}.",
    "The lake repair unit (LRU) and the LRU crew met.",
    "The [Small Harbors Act of 1990]{label=LAW}, as amended ([SHA]{label=LAW norm='Small Harbors Act of 1990'}), applies.",
    "The [Public Lakes Act (PLA) of 1965]{label=LAW} and [PLA]{label=LAW norm='Public Lakes Act of 1965'} rules apply.",
    "The [People's Republic of China]{label=GPE norm=CHN} ([PRC]{label=GPE norm=CHN}) and the [UK]{label=GPE norm=GBR} met.",
    "[Section 4 of the Small Harbors Act]{label=LAW} and [Section 4]{label=LAW norm='Section 4 of the Small Harbors Act'} apply.",
    "The [U.S. Supreme Court]{label=ORG} met; the [Court]{label=ORG norm='U.S. Supreme Court'} ruled.",
]


@pytest.mark.parametrize("marked", SHORT_FORMS)
def test_short_forms_carry_label_and_full_name(marked: str) -> None:
    check(marked)


UNKNOWN = [
    "Two companies, [Zelphar]{label=ORG} and [Quintova]{label=ORG}, sell boats. [Zelphar]{label=ORG} sued. Boats by [Quintova]{label=ORG} sank.",
    "Some programs (e.g., [Harborlift]{label=PROGRAM} and [Tidewell]{label=PROGRAM}) pay. [Tidewell]{label=PROGRAM} grew.",
    "Quelva Brindane, an activist, spoke.".replace("Quelva Brindane", "[Quelva Brindane]{label=PERSON}"),
    "The [Zorvane]{label=NORP} people fish.",
    "It lies in the city of [Zorvane]{label=GPE}.",
]


@pytest.mark.parametrize("marked", UNKNOWN)
def test_unknown_names_by_their_context(marked: str) -> None:
    check(marked)


def test_nothing_inside_cases_and_cited_titles() -> None:
    check(
        "In Harbor Commission v. Department of Lakes, it ruled. See CRS Report R41241, The Small Harbors Act: A Primer, "
        "by [Quelva M. Ostrom]{label=PERSON}."
    )
    check('The article "Why Congress and the Senate Should Read the Small Harbors Act" is long.')


def test_a_name_has_one_key_in_a_report() -> None:
    page = read("The Office of Lake Repair (OLR) met. OLR left. The Office of Lake Repair paid.")
    assert {row.canonical for row in page.entities} == {"office of lake repair"}


def test_rows_are_sorted_apart_and_on_one_line() -> None:
    page = read("The Office of\nLake Repair met Congress and the\nSenate. Japan\nand China met.")
    rows = page.entities
    assert rows == sorted(rows)
    assert all(left.end <= right.start for left, right in itertools.pairwise(rows))
    assert all("\n" not in page.source[row.start : row.end] for row in rows)


WORDS = (
    "The the of and for, on Act Office Department Committee Program Section 4 (b) ( ) U.S. Japan Smith President 2017 "
    "\n . , ; - / & 's “ ” Mr. John Kim al- FY2020 Harbor harbor said company EPA (EPA) v. Inc. A a"
).split(" ")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_text_gives_rows_inside_it(words: list[str]) -> None:
    page = read(" ".join(words))
    last = 0
    for row in page.entities:
        assert isinstance(row, Entity)
        assert last <= row.start < row.end <= len(page.source)
        assert row.rule.startswith("entities.")
        assert row.canonical
        assert page.source[row.start : row.end].strip() == page.source[row.start : row.end]
        last = row.end


LONG = {
    "capitals": "Harbor Lake Zelphar Office River ",
    "coordinated": "Lakes, Harbors, and Rivers and ",
    "openers": "Office of the Department of ",
    "brackets": "Office (OLR) (Lake) ",
    "sections": "Section 4(b)(1), 5, and 6 of the ",
    "quotes": '"Harbor Lake” "The ',
    "surnames": "John Smith and Mary Jones and ",
    "signs": "-/'s. & ",
    "namesakes": "Georgia, Russia ",
}


@pytest.mark.parametrize("name", LONG)
def test_time_is_linear(name: str) -> None:
    text = LONG[name] * (300_000 // len(LONG[name]))
    page = Page(text, [(0, len(text))], vocab=spacy.blank("en").vocab)
    find = reader()._recognisers[-1][1]
    find(read("Warm up with the Office of Lakes."))
    begin = time.process_time()
    find(page)
    assert time.process_time() - begin < 5


def test_a_second_run_gives_the_same_rows() -> None:
    words = [*WORDS, "Zelphar", "Quintova", "announced"]
    text = " ".join(random.Random(7).choices(words, k=3000))
    assert read(text).entities == read(text).entities
