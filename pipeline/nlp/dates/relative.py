"""Times that lean on another date: `last year`, `that month`, `the following March`, `two days later`, `year-end`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates.grammar import COUNT, MONTH, SINGULAR, UNIT, Family, Hit, Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.times import Length, Mention, Part, Relative, Shifted, iso_duration

# The precision that a unit counts in, and the one that a kind of year does.
PRECISION = {"Y": "year", "M": "month", "W": "week", "D": "day", "3M": "quarter", "10Y": "decade", "100Y": "century"}
KINDS = {"fiscal": "fiscal_year", "school": "school_year", "calendar": "year"}
NAMED = {
    CHAR["month"]: "month",
    CHAR["month_abbr"]: "month",
    CHAR["season"]: "season",
    CHAR["weekday"]: "weekday",
    CHAR["weekend"]: "weekend",
}
# Word of relation -> (steps, what it counts from).
RELATIONS = {
    "last": (-1, "report"), "past": (-1, "report"), "this": (0, "report"), "next": (1, "report"),
    "coming": (1, "report"), "previous": (-1, "context"), "following": (1, "context"), "that": (0, "context"),
    "same": (0, "context"),
}  # fmt: skip
# Two words of one relation; elsewhere `that` opens a clause and `this` stands alone.
COMBINED = frozenset((("that", "same"), ("this", "same"), ("this", "past"), ("this", "coming"), ("same", "following")))
ABOUT_DAYS = frozenset(("last", "next", "previous", "following"))
POINTING = frozenset(("previous", "following", "same"))  # relations that ask for a determiner
TURNED = frozenset(("last", "next", "coming"))  # relations that `the` turns from the report to the text
BEFORE_NOUN = among("the", "possessive", "rel")
# What stands before `that` where it points (`in that March`, `. That summer`) and opens no clause.
OPENINGS = among("in", "prep", "of", "dot", "comma", "sign", "and", "lparen")
# What stands round `that Congress` where it is a time and no subject.
BEFORE_CONGRESS, AFTER_CONGRESS = among("in", "prep", "of"), among("comma", "dot", "possessive", "rparen", "to", "and")
NO_PERIOD_AFTER = among("of", "dash")
HEDGES = among("approx", "than")
VAGUE_YEARS = 10  # so many years ago or more is a length: `40 years ago` names no year
LIMIT = 10_000


def _precision(hit: Hit) -> str:
    """The precision of the period that a match names, "" for hours and the like."""
    kind = hit.at("kind")
    if kind:
        return KINDS[hit.text.value(kind[0])]
    return (
        "congress" if hit.text.kind(hit["unit"]) == CHAR["congress"] else PRECISION.get(hit.text.value(hit["unit"]), "")
    )


def read_relative(hit: Hit) -> Sequence[Mention]:
    """`last year`, `this Congress`, `that same month`, `the following March`, `next Tuesday`; `past decade` is a length."""
    text, word = hit.text, hit["relation"]
    relation = text.value(word)
    combined = hit.first < word and (text.value(hit.first), relation) in COMBINED
    first = hit.first if combined else word
    named = hit.at("named")
    if named and named[1] - named[0] > 1:
        return _day(hit, first, relation)
    if named:
        if relation == "that" and text.kind(first - 1) not in OPENINGS:
            return ()
        steps, anchor = RELATIONS[relation]
        part = Part(NAMED[text.kind(named[0])], int(text.value(named[0])))
        return [text.mention(first, hit.last, Relative(part.unit, steps, anchor, part), f"dates.relative.{anchor}")]
    precision = _precision(hit)
    if not precision or (precision == "congress" and relation == "that" and not _points(hit)):
        return ()
    before = text.kind(first - 1)
    if relation in POINTING and before not in BEFORE_NOUN and not combined:
        return ()
    return _period(hit, first, relation, precision)


def _day(hit: Hit, first: int, relation: str) -> Sequence[Mention]:
    """`last Aug. 5`, `next June 30`."""
    text = hit.text
    number = int("".join(sign for sign in text.word(hit.last - 1) if sign.isdecimal()) or 0)
    steps, anchor = RELATIONS[relation]
    time = Relative("day", steps, anchor, Part("day", int(text.value(hit["named"])), number))
    return [text.mention(first, hit.last, time, f"dates.relative.{anchor}")] if relation in ABOUT_DAYS else ()


def _points(hit: Hit) -> bool:
    """`in that Congress,`, not `the funds that Congress provided`."""
    return hit.before in BEFORE_CONGRESS and hit.after in AFTER_CONGRESS


def _period(hit: Hit, first: int, relation: str, precision: str) -> Sequence[Mention]:
    """The period or the length that a word of relation makes of a unit."""
    text = hit.text
    the = text.kind(first - 1) == CHAR["the"]
    lasting = text.word(first - 2) in text.lexicon.sets["lasting"]
    length = relation == "past" or (precision == "decade" and relation not in ("this", "that", "same"))
    if the and relation in TURNED and precision in ("day", "week", "month", "year"):
        if lasting:  # over the last year
            length = True
        elif relation == "last":
            return ()
    if hit.after == CHAR["of"] and relation in ("last", "past", "next") and not length:
        # `the last quarter of 2015` is the fourth, `the last year of the plan` no time at all
        last_quarter = relation == "last" and precision == "quarter"
        return [text.mention(first, hit.last, Part("quarter", 4), "dates.quarter")] if last_quarter else ()
    if length:
        unit = text.value(hit["unit"])
        return [text.mention(first, hit.last, Length(iso_duration(1, unit)), "dates.duration")] if unit else ()
    steps, anchor = RELATIONS[relation]
    if the and relation == "next":
        anchor = "context"
    return [text.mention(first, hit.last, Relative(precision, steps, anchor), f"dates.relative.{anchor}")]


def read_daypart(hit: Hit) -> Sequence[Mention]:
    """`last night`, `this morning`, `that evening`: the day."""
    relation = hit.text.value(hit.first)
    if relation not in ("last", "this", "that", "same") or (relation == "that" and hit.before not in OPENINGS):
        return ()
    steps, anchor = RELATIONS[relation]
    return [hit.mention(Relative("day", steps, anchor), f"dates.relative.{anchor}")]


def read_stretch(hit: Hit) -> Sequence[Mention]:
    """`that period`, `the same time period`: the last range that the text has named."""
    text = hit.text
    before = text.word(hit.first - 1 - (hit.before == CHAR["the"]))
    if text.value(hit.last - 1) == "time" and before not in text.lexicon.sets["lasting"]:  # at the same time
        return ()
    if text.value(hit["relation"]) not in ("that", "same", "this") or hit.after in NO_PERIOD_AFTER:
        return ()
    return [hit.mention(Relative("range", 0, "range"), "dates.relative.context")]


def read_report_date(hit: Hit) -> Sequence[Mention]:
    """`as of the date of this report`, `as of this writing`, `as of publication date`: the report's own date."""
    text = hit.text
    if hit.at("date") and text.word(hit["date"]) != "date":
        return ()
    as_of = text.word(hit.first - 1 - (hit.before == CHAR["the"])) == "of"
    if hit.at("noun") and not (as_of and text.word(hit["noun"]) == "publication"):
        return ()
    if not hit.at("date") and text.value(hit.last - 1) != "self":
        return ()
    return [hit.mention(Relative("day", 0, "report"), "dates.relative.report")]


def read_weekend(hit: Hit) -> Sequence[Mention]:
    """`over the weekend`: the last one."""
    if hit.before != CHAR["the"] or hit.text.word(hit.first - 2) not in hit.text.lexicon.sets["lasting"]:
        return ()
    return [hit.mention(Relative("weekend", -1, "report", Part("weekend", 5)), "dates.relative.report")]


def read_dayword(hit: Hit) -> Sequence[Mention]:
    """`yesterday`, `tomorrow`."""
    return [hit.mention(Relative("day", int(hit.text.value(hit.first)), "report"), "dates.relative.report")]


def read_side(hit: Hit) -> Sequence[Mention]:
    """`the year before`, `the day after`."""
    precision, side = _precision(hit), hit.text.value(hit.last - 1)
    if hit.before != CHAR["the"] or not precision or side not in ("later", "earlier"):
        return ()
    return [hit.mention(Relative(precision, 1 if side == "later" else -1, "context"), "dates.relative.context")]


def read_shift(hit: Hit) -> Sequence[Mention]:
    """`two days later`, `a year earlier`, `three weeks ago`; a hedged or long one is the length alone."""
    text = hit.text
    unit, side, span = text.value(hit["unit"]), text.value(hit.last - 1), hit.at("count")
    count = text.number(*span) if span else 1.0
    if count is None or not 0 < count < LIMIT:
        return ()
    vague = hit.before in HEDGES or (unit[-1] == "Y" and count >= VAGUE_YEARS and side == "ago")
    if vague or count % 1 or unit not in PRECISION:
        mod = "approx" if hit.before == CHAR["approx"] else None
        length = Length(iso_duration(count, unit))
        return [text.mention(hit.first, hit["unit"] + 1, length, "dates.duration", mod)]
    steps = int(count) if side in ("later", "hence") else -int(count)
    return [hit.mention(Shifted(steps, unit, _origin(text, hit.last - 1)), "dates.relative.shift")]


def _origin(text: Text, side: int) -> str:
    return "report" if text.value(side) in ("ago", "hence") else "context"


def read_year_ago(hit: Hit) -> Sequence[Mention]:
    """`the year-ago quarter`, `the year-earlier period`."""
    if hit.text.value(hit["side"]) not in ("ago", "earlier"):
        return ()
    return [hit.mention(Shifted(-1, "Y", "either"), "dates.relative.shift")]


def read_edge(hit: Hit) -> Sequence[Mention]:
    """`the end of the year`, `by year-end`, `at year's end`; shorter periods only where the sentence names them."""
    precision = _precision(hit)
    if not precision or precision == "day":
        return ()
    # `by the end of the month` is a deadline from here, `at the end of the month` a habit.
    before = hit.text.word(hit.first - 1 - (hit.before == CHAR["the"]))
    deadline = precision in ("month", "week", "quarter") and before in hit.text.lexicon.sets["deadline"]
    anchor = "either" if deadline or precision in ("year", "decade", "century") else "sentence"
    return [hit.mention(Relative(precision, 0, anchor), "dates.relative.edge", hit.text.value(hit["edge"]))]


def read_yearend(hit: Hit) -> Sequence[Mention]:
    """`by yearend`, `at midyear`."""
    return [hit.mention(Relative("year", 0, "either"), "dates.relative.edge", hit.text.value(hit.first))]


_KIND = "(?P<kind> kind ) (?= yr | quarter )"
_SIDE = "(?: shift | around (?= comma | dot | rparen | sign | and | $ ) )"
FAMILIES = (
    Family("rel? (?P<relation> rel ) (?P<kind> kind ) (?P<unit> yr | quarter ) (?! dash )", read_relative),
    Family(
        f"rel? (?P<relation> rel ) (?: (?P<unit> {SINGULAR} | congress ) (?! dash )"
        " | (?P<named> month | month_abbr | season | weekday | weekend ) (?! dot? (?: year | day | ordinal ) | dash other )"
        " )",
        read_relative,
    ),
    Family(f"(?P<relation> rel ) (?P<named> {MONTH} day ) (?! comma? year )", read_relative),
    Family("rel daypart", read_daypart),
    Family("rel? (?P<relation> rel ) (?: period ){1,2}", read_stretch),
    Family("(?P<date> present ) of (?: rel other? document | (?P<noun> label ) )", read_report_date),
    Family("(?P<noun> label ) (?P<date> present )", read_report_date),
    Family("rel document", read_report_date),
    Family("weekend", read_weekend),
    Family("dayword", read_dayword),
    Family(f"(?: {_KIND} )? (?P<unit> {SINGULAR} ) {_SIDE}", read_side),
    Family(f"(?: (?P<count> {COUNT} ) | a ) dash? kind? (?P<unit> {UNIT} ) {_SIDE}", read_shift),
    Family("yr dash (?P<side> shift ) (?: quarter | period | unit )?", read_year_ago),
    Family(f"(?P<edge> edge ) of the (?: {_KIND} )? (?P<unit> {SINGULAR} )", read_edge),
    Family("(?P<unit> yr ) (?: dash | possessive )? (?P<edge> edge ) (?! of | dash? year )", read_edge),
    Family("(?P<edge> mod ) dash (?P<unit> yr ) (?! of | year | dash | other )", read_edge),
    Family("yearend (?! of | year | dash )", read_yearend),
)
