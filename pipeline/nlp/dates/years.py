"""Years: bare (`2012`), labelled (`FY2015`, `tax year 2018`, `school year 2019-20`), and decades."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period
from pipeline.nlp.dates.grammar import Family, Hit, Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.times import Fixed, Joined, Mention

RULES = {"fiscal": "dates.fiscal_year", "calendar": "dates.calendar_year", "school": "dates.school_year"}
# Years that stand by themselves more often than not; others need a word before them that asks for a time.
PLAUSIBLE = range(1700, 2101)
# What stands beside a number that is no year: `Section 1983`, `$2000`, `2000 miles`.
NO_YEAR_BEFORE = among("label", "currency", "masked", "cited")
NO_YEAR_AFTER, UNITS = among("percent", "measure", "scale", "th"), among("unit", "units")
JOINED = among("lparen", "dash")
GLUED = among("other", "int", "label", "big")  # before a hyphen: `F-2000`
TIMELY = among("in", "prep", "of", "mod", "between", "rel")
ASKING = TIMELY | among("the")
DETERMINED = among("in", "the", "possessive", "between")
LINKS = among("comma", "and", "dash", "slash", "to")
LABELS, NOUNS = among("fy", "fynum"), among("yr", "yrs")
ARTICLES = among("the", "mod")
MOST_YEARS = 25  # `2001-13` is a range, `2016-55` the number of a notice
PIVOT = 60  # `FY75` is 1975, `FY12` is 2012
DECADE_PIVOT = 30  # `the '30s` are the 1930s, `'62` is 1962, `'08` is 2008


def digits_of(word: str) -> str:
    """The digits of a token: `2015` of `from2015`."""
    return word if word.isdecimal() else "".join(sign for sign in word if sign in "0123456789")


def pair(text: Text, year: int, link: int) -> int | None:
    """The second year of `2012-13`, `1999/00`, `2012-2013`; `link` is the dash or slash. None where there is none."""
    word = text.word(link + 1)
    if len(word) >= 4:
        return int(digits_of(word)[:4])
    if len(word) != 2 or not word.isdecimal() or not text.touching(link - 1, link + 2):
        return None
    other = year - year % 100 + int(word)
    if other <= year:
        other += 100
    return other if other - year <= (MOST_YEARS if text.kind(link) == CHAR["dash"] else 1) else None


def _year(kind: str, number: int) -> Period | None:
    """The year of a kind that one number names."""
    return calendar.fiscal_year(number) if kind == "fiscal" else calendar.year(number)


def years(kind: str, first: int, last: int | None = None) -> Fixed | Joined | None:
    """A year, or the range of years from `first` to `last`; two neighbours name one school year."""
    left = calendar.school_year(first) if kind == "school" and last == first + 1 else _year(kind, first)
    if left is None or last is None or left.precision == "school_year":
        return Fixed(left) if left else None
    right = _year(kind, last)
    return Joined(Fixed(left), Fixed(right)) if right and first < last else None


def read_labelled(hit: Hit) -> Sequence[Mention]:
    """`FY2015`, `FY 2023-2025`, `fiscal year (FY) 2015`, `SY2019-20`, `tax year 2018`, `fiscal 2015`, `year 2015`."""
    text = hit.text
    label = hit["label"]
    shape, kind = text.kind(label), text.value(label)
    if shape == CHAR["fynum"]:
        name, digits = text.lexicon.labelled_year(text.page.words[label])
        kind = text.lexicon.value(CHAR["fy"], name)
    else:
        digits = digits_of(text.word(hit["year"]))[:4]
        if shape in NOUNS:
            kind = "calendar"
        elif shape == CHAR["kind"] and hit["year"] == label + 1 and text.word(label) not in RULES:
            return ()  # `fiscal 2015`, but not `tax 2015`
    if len(digits) == 2 and shape in LABELS:
        return _labelled(hit, kind, int(digits) + (1900 if int(digits) >= PIVOT else 2000))
    return _labelled(hit, kind, int(digits)) if len(digits) == 4 else ()


def read_labelled_behind(hit: Hit) -> Sequence[Mention]:
    """`the 2015 fiscal year`, `the 2019-20 school year`."""
    if hit.before in NO_YEAR_BEFORE:
        return ()
    return _labelled(hit, hit.text.value(hit["label"]), int(digits_of(hit.text.word(hit["year"]))[:4]))


def _labelled(hit: Hit, kind: str, year: int) -> Sequence[Mention]:
    """The mention of a labelled year, with the second year behind it where there is one."""
    text, end = hit.text, hit.last
    link = hit.at("link")
    last = pair(text, year, link[0]) if link else None
    time = years(kind, year, last) if last else None
    if time is None:
        time = years(kind, year)
        if link and link[0] > hit["label"]:
            end = link[0]
    if time is None:
        return ()
    return [text.mention(hit.first, end, time, "dates.range" if isinstance(time, Joined) else RULES[kind])]


def read_year(hit: Hit) -> Sequence[Mention]:
    """A bare number that the words beside it allow to be a year; `2012-13`; `2014-02`, a month in ISO's way."""
    text, token = hit.text, hit.first
    year = int(digits_of(text.word(token))[:4])
    if not is_year(hit, year):
        text.no_years.add(token)
        return ()
    link = hit.at("link")
    if link and text.touching(token, hit.last):
        last = pair(text, year, link[0])
        if last:
            time = years("calendar", year, last)
            return [hit.mention(time, "dates.range")] if time else ()
        if text.kind(link[0]) == CHAR["dash"]:
            month = calendar.month(year, int(text.word(link[1])))
            return [hit.mention(Fixed(month), "dates.month")] if month else hit.void()  # Notice 2016-55
    period = calendar.year(year)
    return [text.mention(token, token + 1, Fixed(period), "dates.year")] if period else ()


def read_short_year(hit: Hit) -> Sequence[Mention]:
    """`in '62`, `the class of '08`."""
    digits = hit.text.word(hit.last - 1)
    if hit.before not in TIMELY or len(digits) != 2 or not hit.text.touching(hit.first, hit.last):
        return ()
    period = calendar.year(int(digits) + (1900 if int(digits) >= DECADE_PIVOT else 2000))
    return [hit.mention(Fixed(period), "dates.year")] if period else ()


def is_year(hit: Hit, year: int) -> bool:
    """Is the number a year? Where nothing speaks against it, and where something speaks for it if it is an odd one."""
    text, token = hit.text, hit.first
    before, after = hit.before, text.kind(token + 1)
    if before in NO_YEAR_BEFORE or after in NO_YEAR_AFTER or (after in UNITS and before not in ASKING):
        return False
    if text.word(token + 1) in text.lexicon.sets["measure_adjective"] and text.kind(token + 2) == CHAR["measure"]:
        return False
    if after in JOINED and text.touching(token, token + 3) and _has_suffix(text, token):
        return False
    if before == CHAR["dot"] and _is_dotted_label(text, token - 2):  # No. 2010
        return False
    if before in LINKS and not text.no_years.isdisjoint((token - 2, token - 3)):  # Sections 1981 and 1983
        return False
    if before == CHAR["lparen"] and after == CHAR["rparen"] and _after_author(text, token - 2):
        return False
    if before == CHAR["dash"] and text.kind(token - 2) in GLUED and text.touching(token - 1, token + 1):
        return text.word(token - 2) in text.lexicon.sets["prefix"]
    listed = before in LINKS and CHAR["year"] in (text.kind(token - 2), text.kind(token - 3))
    if year in PLAUSIBLE:
        return year % 50 != 0 or listed or before in DETERMINED or not _counts(text, token)
    return (before in TIMELY or listed) and not _counts(text, token)


def _has_suffix(text: Text, token: int) -> bool:
    """`1915(c)`, the paragraph of a section; `2000-watt`, a size."""
    if text.kind(token + 1) == CHAR["dash"]:
        return text.kind(token + 2) == CHAR["measure"]
    return len(text.word(token + 2)) == 1


def _is_dotted_label(text: Text, token: int) -> bool:
    return text.kind(token) == CHAR["label"] or text.word(token) in text.lexicon.sets["dotted_label"]


def _counts(text: Text, token: int) -> bool:
    """Does a plural noun follow that the number may count? (`2000 troops`)"""
    word = text.page.words[token + 1] if token + 1 < text.last else ""
    if word in text.lexicon.sets["plural"]:
        return True
    return word.islower() and len(word) > 3 and text.page.tag_at(token + 1) == "NNS"


def _after_author(text: Text, token: int) -> bool:
    """Is the year in parentheses that of a publication? `Smith and Lee (2006)`, `by Smith (2006)`, `Smith (2006) finds`."""
    page = text.page
    if text.kind(token) == CHAR["dot"]:
        return text.word(token - 1) == "al"
    if not _is_surname(text, token):
        return False
    if text.word(token - 1) in ("and", "&"):
        return _is_surname(text, token - 2) and not _is_surname(text, token - 3)
    if _is_surname(text, token - 1):
        return False
    verb = token + 4
    return text.word(token - 1) == "by" or (verb < text.last and page.tag_at(verb) in ("VBZ", "VBP", "VBD"))


def _is_surname(text: Text, token: int) -> bool:
    return text.kind(token) == CHAR["other"] and text.page.words[token].istitle()


def read_decade(hit: Hit) -> Sequence[Mention]:
    """`1990s`, `'90s`, `1990's`, `the nineties`; a hundred years for `1800s`."""
    text, token = hit.text, hit["decade"]
    kind = text.kind(token)
    modified = hit.before in ARTICLES or (hit.before == CHAR["dash"] and text.kind(hit.first - 2) in ARTICLES)
    if kind == CHAR["decade_word"]:
        first = int(text.value(token)) if modified else 0
    else:
        digits = digits_of(text.word(token))
        first = int(digits)
        if kind == CHAR["year"] and (first % 10 or not modified):  # `2010's law` is no decade
            return ()
        if len(digits) == 2:
            first = first + (1900 if first >= DECADE_PIVOT else 2000) if modified or hit.at("apostrophe") else 0
    if not first:
        return ()
    period = calendar.hundred(first) if first % 100 == 0 and first < 2000 else calendar.decade(first)
    return [hit.mention(Fixed(period), "dates.decade")] if period else ()


def read_cited_year(hit: Hit) -> Sequence[Mention]:
    """`603 U.S. 369 (2024)`, `(9th Cir. 2019)`: the parentheses belong to the citation."""
    return hit.void()


def read_imprint(hit: Hit) -> Sequence[Mention]:
    """`(Washington, DC: GPO, 2014)`: the year in which a cited work was published."""
    words = hit.text.page.words
    return hit.void() if ":" in words[hit.first : hit.last] else ()


_IN_CITATION = "(?: other | sign | dot | comma | ordinal | day | th | month | month_abbr | label )"
_SECOND = "(?: (?P<link> dash | slash ) (?: year | day | int ) )?"
LABELLED = (
    Family(f"cited comma? lparen {_IN_CITATION}{{0,8}} year rparen", read_cited_year),
    Family(
        "lparen (?: other | comma | dot ){1,4} sign (?: other | and | of | the | dot ){1,6} comma year rparen",
        read_imprint,
    ),
    Family(f"(?P<label> fynum ) {_SECOND}", read_labelled),
    Family(f"(?P<label> fy ) (?: apostrophe | dash )? (?P<year> year | day | int ) {_SECOND}", read_labelled),
    Family(
        f"(?P<label> kind ) kind? dash? (?: yr | yrs ) (?: lparen fy rparen )? (?P<year> year ) {_SECOND}",
        read_labelled,
    ),
    Family(f"(?P<label> kind ) (?P<year> year ) {_SECOND}", read_labelled),
    Family(f"(?P<label> yr | yrs ) (?P<year> year ) {_SECOND}", read_labelled),
    Family(f"(?P<year> year ) {_SECOND} (?P<label> kind ) kind? (?: yr | yrs )", read_labelled_behind),
)
BARE = (
    Family(
        "(?P<apostrophe> apostrophe )? (?P<decade> decade | decade_word | year (?= possessive ) ) possessive?",
        read_decade,
    ),
    Family("apostrophe (?: day | int )", read_short_year),
    Family("year (?: (?P<link> dash | slash ) (?: day | int ) )?", read_year),
)
