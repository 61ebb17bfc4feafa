"""Where sentences end, and where a full stop only looks like an end."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.nlp.sentences import split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text))]


# A bar stands where a sentence ends; the blank after it is part of neither sentence.
@pytest.mark.parametrize(
    "marked",
    [
        "The board met.| It voted.",
        "Was it ready?| Yes!| It was.",
        "It trailed off…| Then it rained.",
        "It trailed off...| Then it rained.",
        "Rates rose.| 64% of members agreed.",
        "It ended in fiscal year 2015.| FY2016 began.",
        "It cost 2.5 million.| Then it cost 3.1 million.",
        "The farm closed.|   \t Élan was lost.",
        "It closed.| The second line\nstands in the same sentence.",
        "Grain rose.and fell.| It rose again.",
        "It rose. and fell by half.",
        "Ends without a stop",
        "Rain, hail; snow: all fell in 2013–2014",
    ],
)
def test_plain_ends(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "Dr. Moe and Mrs. Roe met Sen. Doe.| They agreed.",
        "Sen. Jane Doe (R-Tex.) spoke.| Others followed.",
        "It met on Jan. 5 and Sept. 12.| It met again.",
        "Fig. 3 and App. B show it.| Table 2 does not.",
        "See Smith et al. 2011 for more.| It is long.",
        "Some crops, e.g. Durum wheat, fared well.| Others did not.",
        "See i.e. Section 3, vol. 2, pp. 12 and 14.| It holds.",
        "Lt. Gov. Roe signed it.| It took effect.",
        "Mt. Hood and St. Louis are far apart.| Ft. Knox is elsewhere.",
        "The court (D. Mass. 2017) ruled.| Cal. Penal Code § 12 bars it.| See Or. Rev. Stat. § 3.",
        "The towns have mass.| Experts feel ill.| Some say or.| Others wash.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "J. Q. Public wrote it.| She left.",
        "John F. Kenner spoke.| He won.",
        "J.R. Roe and A. Doe wrote it.| They left.",
        "It was I.| Then he left.",
        "Vitamin C.| It helps.",
        "Plan B. Smith drew up was dropped.| It failed.",
    ],
)
def test_initials_do_not_end_a_sentence_unless_an_opener_follows(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "The U.S. Congress met.",
        "Both left the U.S.| The deal held.",
        "It spent more.| $5 million was lost.",
        "Pres. Lincoln met Amb. Adams.| Both agreed.",
        "Firms in the U.K. Parliament cited left.| It noted that.",
        "At 5 p.m. Monday it met.",
        "It met at 5 p.m.| The House adjourned.",
        "Acme Inc. Chairman Roe left.",
        "It bought Acme Inc.| The firm grew.",
        "Roe Jr. Doe's partner, left.",
        "They hired Roe Jr.| He left soon.",
        "It lies in Washington, D.C.| In 2013 it moved.",
        "Grain, hay, etc.| These are sold.",
    ],
)
def test_some_abbreviations_end_a_sentence_before_a_word_that_opens_one(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "Nos. 12 and 13 apply.| No. 5 does not.",
        "The court decided Roe v. Doe in 1973.| It held for Roe.",
        "In In re Doe, 12 F. 3d 45 (9th Cir. 1999), it held so.| Others differ.",
        "P.L. 113-291 and 42 U.S.C. §7545 apply.| Both are old.",
        "P.L. 113-291, Div. A, Tit. II, provides it.| It is law.",
        "S.Rept. 114-1 and H.Con.Res. 5 came first.| H.R. 12 followed.",
        "See 7 C.F.R. Part 12 and 81 Fed. Reg. 1234.| They agree.",
        "It amends Sec. 301 of the act.| It adds Sec. 302.",
        "The law, 124 Stat. 119, was amended.| It stands.",
    ],
)
def test_citations_stay_whole(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "He said “no.”| Then he left.",
        'He said "no."| Then he left.',
        "“It fell.| It rose.”| He said so.",
        "He asked, “Why?”| Nobody knew.",
        "It rose.| “Rates fell,” she said.",
        "It rose.| ‘Rates fell,’ she said.",
        "It grew (see below.)| Then it fell.",
        "It grew.| (See below.)| Then it fell.",
        "It grew.| [Emphasis added.]| Then it fell.",
        "They call it “the U.S.”| Others do not.",
        "(It was paid to Roe Inc.)| Others were paid too.",
        "It was paid (to Roe Inc.).| Others were paid too.",
        "It left (for the U.S.).| Japan agreed.",
        "Executive Order (E.O.) 12866 asks for it.| It holds.",
        "The European Union [E.U.] Fisheries Plan binds it.| It holds.",
        "The statement of [Rep.] Roe was printed.| It is long.",
    ],
)
def test_quotes_and_brackets_belong_to_their_sentence(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    ["It grew.[12]| Then it fell.", "It grew.[1][2]| Then it fell.", "It grew.”[3]| Then it fell.", "It[4] grew.| So."],
)
def test_note_marks_belong_to_the_sentence_before(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_signs_of_a_list_open_a_sentence() -> None:
    assert sentences("It has parts. • one part. ■ another.") == ["It has parts.", "• one part.", "■ another."]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_a_blank_paragraph_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


def test_a_paragraph_is_read_without_what_stands_around_it() -> None:
    text = "Heading. The board met. It voted. Next heading."
    assert list(split(text, 9, 33)) == [(9, 23), (24, 33)]


PIECES = st.sampled_from(
    "The board met|Dr.|U.S.|v.|No.|e.g.|2.5|J.|.|. |! |? |…|...|\"|”|“|)|(|[1]|[|]|• |a|É|ß|\n|\t|\u00a0|\u2003|\x1c| ".split("|")
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
@example("A.\x1cB. \x85 C.")
@example("\n. The board met. ")
def test_sentences_cover_what_is_not_blank_in_order(text: str) -> None:
    spans = list(split(text, 0, len(text)))
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=5), st.text(max_size=5))
def test_a_paragraph_is_split_alike_wherever_it_stands(text: str, before: str, after: str) -> None:
    whole = before + text + after
    found = split(whole, len(before), len(before) + len(text))
    assert [whole[start:end] for start, end in found] == sentences(text)


@pytest.mark.parametrize("piece", [".", ". ", "a.", "A. ", ".)", ".[1]", '."', "U.S. ", "v. ", " ", "The U.S. "])
def test_odd_input_is_split_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    sentences(text)
    assert time.process_time() - start < 2
