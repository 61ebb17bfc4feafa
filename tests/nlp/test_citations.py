"""Citations: every family's forms, runs and boundaries, the Congress of a bill, addresses, and linear time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from pipeline.nlp.citations import CitationRecogniser
from pipeline.nlp.page import Page
from pipeline.values import Citation

Cite = Callable[..., list[Citation]]
PUBLISHED = date(2021, 6, 1)


@pytest.fixture(scope="module")
def cite(vocab: Vocab) -> Cite:
    recogniser = CitationRecogniser(vocab)

    def run(
        text: str, published: date | None = PUBLISHED, paragraphs: list[tuple[int, int]] | None = None
    ) -> list[Citation]:
        return recogniser(Page(text, paragraphs or [(0, len(text))], vocab=vocab, published=published))

    return run


def shown(text: str, rows: list[Citation]) -> list[tuple[str, str]]:
    return [(text[row.start : row.end], row.norm) for row in rows]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("P.L. 117-58", [("P.L. 117-58", "pl/117/58")]),
        ("P. L.  117 – 58", [("P. L.  117 – 58", "pl/117/58")]),
        ("Public Law (P.L.) 117-58", [("Public Law (P.L.) 117-58", "pl/117/58")]),
        ("lawP.L. 117-58", [("P.L. 117-58", "pl/117/58")]),
        ("Public Law 99, 84th Congress", [("Public Law 99, 84th Congress", "pl/84/99")]),
        ("P.L. 94-142, 101-476; 555-1212", [("P.L. 94-142", "pl/94/142"), ("101-476", "pl/101/476")]),
        ("XP.L. 117-58", []),
    ],
)
def test_public_laws(cite: Cite, text: str, wanted: list[tuple[str, str]]) -> None:
    assert shown(text, cite(text)) == wanted


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("42 U.S.C. §§ 1396a(a)(10)(A)(i)(VIII), 1396d(y)", ["usc/42/1396a/a/10/A/i/VIII", "usc/42/1396d/y"]),
        ("42 U.S.C. §§300aa-1–300aa-34", ["usc/42/300aa-1"]),
        ("54 U.S.C. §§200301 et seq.", ["usc/54/200301"]),
        ("2 U.S.C. §§1601-14", ["usc/2/1601"]),
        ("2 U.S.C. §60c-1", ["usc/2/60c-1"]),
        ("42 USC 1983, 1985, and 1986", ["usc/42/1983", "usc/42/1985", "usc/42/1986"]),
        ("5 U.S.C. §552 and 12 other statutes", ["usc/5/552"]),
        ("5 U.S.C. §552, 2 U.S.C. §7", ["usc/5/552", "usc/2/7"]),
        ("16 U.S.C. §450ss, note", ["usc/16/450ss/note"]),
        ("mark52 U.S.C. §20901", ["usc/52/20901"]),
        ("7 U.S.C. §2014the office", ["usc/7/2014"]),
        ("99 U.S.C. §1", []),
        ("Title 38 U.S.C §§1720I and 1720J", ["usc/38/1720I", "usc/38/1720J"]),
        ("Title 42 of the U.S. Code, Section 1983", ["usc/42/1983"]),
        ("sections 101(a) and 103 of title 11, United States Code", ["usc/11/101/a", "usc/11/103"]),
        ("subsection (a)(2) of section 1128J of title 42", ["usc/42/1128J/a/2"]),
        ("46 U.S.C. Chapters 701, 3306", ["usc/46/chapter-701", "usc/46/chapter-3306"]),
        ("14 CFR part 25", ["cfr/14/part-25"]),
        ("5CFR, part 575", ["cfr/5/part-575"]),
        ("38 CFR Part 74.2", ["cfr/38/74.2"]),
        ("47 CFR 54.506 (c)", ["cfr/47/54.506/c"]),
        ("47 CFR 54.506 (whatever)", ["cfr/47/54.506"]),
        ("43 C.F.R. §8360.0–7 & 8365.2–3(f) apply", ["cfr/43/8360.0-7", "cfr/43/8365.2-3/f"]),
        ("26 CFR 1.401(a)-1 and 17 C.F.R. § 240.10b-5", ["cfr/26/1.401(a)-1", "cfr/17/240.10b-5"]),
        ("45 C.F.R. Part 164, Subpart E", ["cfr/45/part-164/subpart-E"]),
        ("13 C.F.R. §126.800-126.805", ["cfr/13/126.800"]),
        ("21 C.F.R. pts. 801, 803, 820 (2025)", ["cfr/21/part-801", "cfr/21/part-803", "cfr/21/part-820"]),
        ("52 Stat. 1040,1049; 110 Stat. 1321-277", ["stat/52/1040", "stat/110/1321-277"]),
        ("88 Fed. Reg. 12,345 (Feb. 1, 2023)", ["fr/88/12345"]),
    ],
)
def test_codes_and_gazettes(cite: Cite, text: str, norms: list[str]) -> None:
    assert [row.norm for row in cite(text)] == norms


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("H.R. 5 is pending.", ["hr/117/5"]),
        ("H.R. 5 (115th) was not.", ["hr/115/5"]),
        ("H.R. 5 (the Open Roads Act), 114 th Cong., 1 st sess.", ["hr/114/5"]),
        ("S. 47 (P.L. 113-4) was signed.", ["s/113/47", "pl/113/4"]),
        ("Members debated H.R. 9, which was included in P.L. 116-9.", ["hr/116/9", "pl/116/9"]),
        ("The Open Roads Act of 2013 (ORA; H.R. 77/S. 78) stalled.", ["hr/113/77", "s/113/78"]),
        ("H.R. 3547, Consolidated Appropriations Act, 2014, was passed.", ["hr/113/3547"]),
        ("The FY2014 NDAA (H.R. 1960) was passed.", ["hr/113/1960"]),
        ("In the 112 Congress, S. 4 and H.R. 6 differed.", ["s/112/4", "hr/112/6"]),
        ("February 12, 2015 — H.R. 956, a bill on tracks.", ["hr/114/956"]),
        ("In the last Congress, H.R. 8 passed.", ["hr/116/8"]),
        ("The office was set up in 2007. H.R. 8 would close it.", ["hr/117/8"]),
        ("In 2007, the House passed H.R. 8.", ["hr/110/8"]),
        ("A panel was set up by S.Res. 304 in June 1972.", ["sres/92/304"]),
        ("A hearing was held on H.R. 3884 in 1976. H.R. 3884 was reported.", ["hr/94/3884", "hr/94/3884"]),
        ("On May 1, 1975, the House passed H.R. 8. On May 9, the Senate passed S. 7.", ["hr/94/8", "s/94/7"]),
        ("On May 1, 1975, the House passed H.R. 8. S. 7 would repeal it.", ["hr/94/8", "s/117/7"]),
        ("S. 9 (113th Congress) was first. Later, S. 9 was amended.", ["s/113/9", "s/113/9"]),
        ("H.Rept. 113-5, S.Amdt. 12, U.S. 50, Smith, S. 2019, and the S. 5th Street", []),
        ("H.R. Con. Res. 6 and H.R.J. Res. 7", ["hconres/117/6", "hjres/117/7"]),
        ("H.R. 3803, 4018, and 5000 would differ.", ["hr/117/3803", "hr/117/4018", "hr/117/5000"]),
    ],
)
def test_the_congress_of_bills(cite: Cite, text: str, norms: list[str]) -> None:
    assert [row.norm for row in cite(text)] == norms


def test_a_heading_sets_the_congress(cite: Cite) -> None:
    text = "113th Congress\n\nH.R. 5 was reported.\n\nH.R. 6 was not."
    assert [row.norm for row in cite(text, paragraphs=[(16, 36), (38, 53)])] == ["hr/113/5", "hr/113/6"]


def test_without_a_date_the_congress_stays_open(cite: Cite) -> None:
    row = cite("H.R. 5 is pending.", published=None)[0]
    assert (row.norm, row.url) == ("hr/5", None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In Allen v. Milligan (2023), it held", ["Allen v. Milligan"]),
        ("See, e.g., Doe v. Att'y Gen., 167 F.4th 65", ["Doe v. Att'y Gen.", "167 F.4th 65"]),
        ("MATTHEW & CO. v. WEST PUBLISHING CO. ended", ["MATTHEW & CO. v. WEST PUBLISHING CO."]),
        ("by John V. Sullivan and others", []),
        ("Traditional vs. Online Students", []),
        ("the decision in Brown vs. Board of Education", ["Brown vs. Board of Education"]),
        ("Brown vs. Board, 347 U.S. 483", ["Brown vs. Board", "347 U.S. 483"]),
        ("Roe v. Wade's reasoning and Doe v. Bolton", ["Roe v. Wade", "Doe v. Bolton"]),
        ("Young v. Johnson & Johnson was affirmed", ["Young v. Johnson & Johnson"]),
        ("in NJOY, LLC v. Imiracle (HK) Ltd., sellers", ["NJOY, LLC v. Imiracle (HK) Ltd."]),
        (
            "United States ex rel. Schutte v. SuperValu Inc. The Court",
            ["United States ex rel. Schutte v. SuperValu Inc."],
        ),
        ("(Foster v. King).", ["Foster v. King"]),
        ("Dobbs v. Jackson Women's Health Organization, which", ["Dobbs v. Jackson Women's Health Organization"]),
        ("In re JUUL Labs, Inc., Marketing", ["In re JUUL Labs, Inc."]),
    ],
)
def test_boundaries_of_cases(cite: Cite, text: str, names: list[str]) -> None:
    assert [text[row.start : row.end] for row in cite(text)] == names


def test_short_names_need_evidence(cite: Cite) -> None:
    text = (
        "In Riegel v. Medtronic, the Court ruled. Riegel was a patient; Mr. Riegel sued. "
        "In Harbor v. Lohr, it ruled again. Under Lohr, claims stand. Following Lohr, courts agree. Lohr, they say, binds."
    )
    assert [text[row.start : row.end] for row in cite(text) if row.rule == "citations.case.short"] == ["Lohr"] * 3


def test_pin_cites_lead_to_the_case(cite: Cite) -> None:
    text = "Metz v. Ohio, 466 F.3d 991, 998 (2006). Metz, 466 F.3d at 999; 12 F.3d at 7."
    assert [row.norm for row in cite(text) if row.type == "reporter"] == ["f.3d/466/991", "f.3d/466/991"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("P.L. 113-291", "https://www.congress.gov/113/plaws/publ291/PLAW-113publ291.pdf"),
        ("P.L. 93-344", "https://uscode.house.gov/statutes/pl/93/344.pdf"),
        ("P.L. 73-2", None),
        (
            "42 U.S.C. §7545(c)(4)",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title42-section7545&num=0&edition=prelim",
        ),
        ("40 C.F.R. §80.27(c)", "https://www.ecfr.gov/current/title-40/part-80/section-80.27#p-80.27(c)"),
        ("40 C.F.R. Part 80", "https://www.ecfr.gov/current/title-40/part-80"),
        ("91 Fed. Reg. 1234", "https://www.federalregister.gov/citation/91-FR-1234"),
        ("45 Fed. Reg. 1234", "https://www.govinfo.gov/link/fr/45/1234"),
        ("68 Stat. 919", "https://www.govinfo.gov/link/statute/68/919"),
        ("H.R. 1346", "https://www.congress.gov/bill/117th-congress/house-bill/1346"),
        (
            "S.Con.Res. 3 (103rd Congress)",
            "https://www.congress.gov/bill/103rd-congress/senate-concurrent-resolution/3",
        ),
        ("Executive Order 14156", "https://www.federalregister.gov/executive-order/14156"),
        ("Executive Order 9066", None),
        ("CRS Report R48913", "https://www.congress.gov/crs-product/R48913"),
        ("GAO-24-106312", "https://www.gao.gov/products/gao-24-106312"),
        ("GAO/NSIAD-96-12", "https://www.gao.gov/products/nsiad-96-12"),
        ("CBO Publication 60870", "https://www.cbo.gov/publication/60870"),
        ("Treaty Doc. 103-39", "https://www.congress.gov/treaty-document/103rd-congress/39"),
        (
            "478 U.S. 30",
            "https://tile.loc.gov/storage-services/service/ll/usrep/usrep478/usrep478030/usrep478030.pdf",
        ),
        ("10 F.4th 20", None),
        ("Roe v. Wade", None),
    ],
)
def test_official_pages(cite: Cite, text: str, url: str | None) -> None:
    assert [row.url for row in cite(text)] == [url]


@given(
    congress=st.integers(60, 119),
    law=st.integers(1, 999),
    name=st.sampled_from(
        ["P.L. ", "P.L.", "P. L. ", "Pub. L. ", "Pub. L. No. ", "Public Law ", "PL ", "Public Law No. "]
    ),
    dash=st.sampled_from(["-", "–", " - ", "‑"]),
)
def test_every_spelling_of_a_public_law_is_one_law(cite: Cite, congress: int, law: int, name: str, dash: str) -> None:
    text = f"It amends {name}{congress}{dash}{law}, as amended."
    assert [row.norm for row in cite(text)] == [f"pl/{congress}/{law}"]


@given(
    title=st.integers(1, 54),
    section=st.integers(1, 99999),
    suffix=st.sampled_from(["", "a", "bb", "-1", "e-5"]),
    path=st.lists(st.sampled_from(["(a)", "(2)", "(B)", "(iv)"]), max_size=3),
    form=st.sampled_from(
        ["{t} U.S.C. §{s}", "{t} U.S.C. § {s}", "{t} USC {s}", "{t} U.S.C. Section {s}", "{t} U. S. C. §{s}",
         "section {s} of title {t}, United States Code", "Title {t}, Section {s}, of the U.S. Code"]
    ),
)  # fmt: skip
def test_every_spelling_of_a_section_is_one_section(
    cite: Cite, title: int, section: int, suffix: str, path: list[str], form: str
) -> None:
    if suffix.startswith(("-", "e-")) and section <= 5:
        section += 10
    text = "Under " + form.format(t=title, s=f"{section}{suffix}{''.join(path)}") + ", it applies."
    norm = "/".join(["usc", str(title), f"{section}{suffix}", *(part.strip("()") for part in path)])
    assert [row.norm for row in cite(text)] == [norm]


@given(st.text(alphabet="PL.HRSUCF§()-–, \n0123456789av", max_size=300))
def test_any_text_gives_rows_in_order_that_do_not_overlap(cite: Cite, text: str) -> None:
    rows = cite(text)
    assert all(0 <= row.start < row.end <= len(text) for row in rows)
    assert all(one.end <= two.start for one, two in pairwise(rows))


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "(a)", "§1(a), ", "42 U.S.C. §1, ", "P.L. 111-5, ", "H.R. 1, ", "A v. B. ", "A and v. ", "1-", "In re A ",
     "Act of 2013 (", "1 U.S. at 5, 1 U.S. 2, ", "Title 5 ", "the 113th Congress "],
)  # fmt: skip
def test_time_is_linear(vocab: Vocab, unit: str) -> None:
    recogniser = CitationRecogniser(vocab)

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        page = Page(text, [(0, len(text))], vocab=vocab, published=PUBLISHED)
        start = time.process_time()
        recogniser(page)
        return time.process_time() - start

    assert seconds(60_000) < 1.0
