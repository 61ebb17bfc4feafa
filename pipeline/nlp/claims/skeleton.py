"""The skeleton of a page: one character a token, so that verb groups and noun phrases are regular expressions.

d determiner   j adjective   # number   N noun   S plural noun   P name   L citation   Y date   p pronoun   ' possessive
m modal   b finite form of be   e be   E been   q being   h have, has, had   H having   D do, does, did
v finite verb   i base form   V past participle   G -ing form   T `to` before a verb   r adverb   x negation
t `that` before a clause   R relative pronoun   f if, whether, why   w how   s because, although, while
a as, than, after (preposition or before a clause)   I preposition   o of   y by   c and, or, but   , ; : ( ) " .   - dash   ~ front part of a hyphened word   u other
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.nlp.claims.named import Named
from pipeline.nlp.morphology import known, verb_of
from pipeline.nlp.page import Page
from pipeline.values import Sentence

TAGS = {
    "NN": "N", "NNS": "S", "NNP": "P", "NNPS": "P", "JJ": "j", "JJR": "j", "JJS": "j", "CD": "#", "$": "#", "DT": "d",
    "PDT": "d", "PRP$": "d", "PRP": "p", "EX": "p", "POS": "'", "RB": "r", "RBR": "r", "RBS": "r", "MD": "m", "VB": "i", "TO": "T", "HYPH": "_", "(": "(", ")": ")", '"': '"',
    "VBP": "v", "VBZ": "v", "VBD": "v", "VBN": "V", "VBG": "G", "IN": "I", "RP": "r", "CC": "c", "WDT": "R",
    "WP": "R", "WP$": "R", "WRB": "w", ",": ",", ":": ":", "``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", ".": ".",
}  # fmt: skip
# Words whose grammar says more than their tag.
WORDS = {
    "of": "o", "by": "y", "not": "x", "never": "x", "cannot": "m", "n't": "x", "n’t": "x",
    "is": "b", "are": "b", "was": "b", "were": "b", "am": "b", "'re": "b", "’re": "b", "be": "e", "been": "E",
    "being": "q", "have": "h", "has": "h", "had": "h", "'ve": "h", "’ve": "h", "having": "H",
    "do": "D", "does": "D", "did": "D",
    "if": "f", "whether": "f", "unless": "f", "why": "f", "what": "f", "how": "w", "which": "R", "who": "R",
    "whom": "R", "whose": "R", "because": "s", "although": "s", "though": "s", "while": "s", "whereas": "s",
    "when": "s", "where": "s", "whenever": "s", "wherever": "s",
    "as": "a", "than": "a", "before": "a", "after": "a", "since": "a", "until": "a",
    "and": "c", "or": "c", "but": "c", "nor": "c", "&": "c", "/": "c",
    ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", ",": ",", ".": ".", "!": ".", "?": ".",
    "…": "u", "...": "u", "—": "-", "–": "-", "--": "-", '"': '"', "“": '"', "”": '"', "•": "u",
}  # fmt: skip
# Words that stand for more than one of the signs, by their tag.
BY_TAG = {
    "that": {"DT": "d", "WDT": "R", "RB": "r"}, "'s": {"POS": "'", "VBZ": "b"}, "’s": {"POS": "'", "VBZ": "b"},
}  # fmt: skip
OTHERWISE = {"that": "t", "'s": "'", "’s": "'"}
# `more than 5`, `at least half`: the number's, no preposition.
MEASURES = frozenset(("more", "less", "fewer", "greater", "higher", "lower", "other"))
LATIN = frozenset(("se", "capita", "diem"))
LIMITS = frozenset(("least", "most"))
QUOTES = frozenset("'’")
TITLED = frozenset("#NPS")
# What numbers an item, how far into one its verb may stand, and what may stand before the verb.
NUMBERED = frozenset(("section", "sec", "title", "subtitle", "division", "part", "article"))
ITEM = 18
DASHES = frozenset("-–—•*")
STOPS = frozenset((".", ":", ")", "—", "–"))
JOINTS = frozenset("-–&/")
HYPHENED = re.compile(r"[^(),;.\"c]_")
# What looks like an adjective or a noun where a base form must come.
AWAITED = re.compile(r"[mT][rx]*j(?![,c])")
DUE = re.compile(r"m[rx]*,[^,]{1,20},[rx]*N(?=[dpPjS#G'])")
# `determine which states`: no noun before it that it could refer to.
QUESTIONS = frozenset(("which", "who", "whom", "whose"))
ASKED = re.compile(r"[viG]R")
# `would, among other things, require`; `would, if enacted, raise`: what stands apart between the parts of a verb group.
PARTED = re.compile(r",(?:(?<=[mhbDx],)|(?<=[mhbD]r,))(?:[Iay][^,mhbDvTtR;:().c]{1,16}|[fs]r*V),(?=[rx]*[iVGeEq])")
NAMING = frozenset(("called", "dubbed", "entitled", "named", "nicknamed", "termed", "titled"))
SPECIAL = NAMING | (
    frozenset(BY_TAG)
    | JOINTS
    | QUOTES
    | LIMITS
    | frozenset((".", "longer", "once", "order", "per", "provided", "than"))
)
WORDS_AND_SPECIAL = WORDS | dict.fromkeys(SPECIAL, "?")
UNSETTLED = re.compile(r"\?")


def skeleton(page: Page, tags: list[str], named: Named) -> str:
    """The codes of all tokens of a page; names, citations and dates that earlier layers found are whole phrases.

    The tags of verbs that look like names at the head of list items are corrected in place.
    """
    by_word, by_tag = WORDS_AND_SPECIAL.get, TAGS.get
    lower = page.lower
    codes = [by_word(word) or by_tag(tag, "u") for word, tag in zip(lower, tags, strict=True)]
    special = [match.start() for match in UNSETTLED.finditer("".join(codes))]
    for index in special:
        codes[index] = WORDS.get(lower[index]) or by_tag(tags[index], "u")
    closing = set()
    for sentence in page.sentences:
        closing.add(sentence.last - 1)
        if codes[sentence.first] in "_-u#" or lower[sentence.first] in NUMBERED:
            _list_item(page, tags, codes, sentence, named.ends)
    for index in special:
        word = lower[index]
        if word != "." or index not in closing:
            _settle(page, tags, codes, index, word)
    line = "".join(codes)
    for match in AWAITED.finditer(line):
        if known(page.lower[match.end() - 1], "verbs"):
            codes[match.end() - 1] = "i"  # `would lower prices`
    for code, first, last in named.phrases:
        codes[first:last] = code * (last - first)
    line = "".join(codes)
    for match in DUE.finditer(line):
        if known(page.lower[match.end() - 1], "verbs"):
            codes[match.end() - 1], tags[match.end() - 1] = "i", "VB"
            line = "".join(codes)
    line = ASKED.sub(
        lambda match: line[match.start()] + ("f" if page.lower[match.end() - 1] in QUESTIONS else "R"), line
    )
    line = PARTED.sub(lambda match: "r" * len(match.group()), line)
    line = HYPHENED.sub("~~", line)
    return line.replace("_", "-")


def _list_item(page: Page, tags: list[str], codes: list[str], sentence: Sentence, ends: set[int]) -> None:
    """The capitalised verb at the head of a list item, which looks like a name: `- Section 5. Requires DOD to act`."""
    for index in range(sentence.first, min(sentence.first + ITEM, sentence.last - 2)):
        word = page.words[index]
        if not tags[index].startswith("NNP") or not word[0].isupper() or codes[index + 1] not in "dPNSjL#GpI":
            continue
        before = page.words[index - 1] if index > sentence.first else "-"
        headed = index - 1 in ends or before in DASHES or (before in STOPS and page.words[index - 2][-1:].isdigit())
        third = verb_of(page.lower[index], "s")
        if third and (headed or (codes[index - 1] in "PNS)" and not known(third, "nouns"))):
            codes[index], tags[index] = "v", "VBZ"
            return
        if headed and known(page.lower[index], "verbs") and not known(page.lower[index], "nouns"):
            codes[index], tags[index] = "i", "VB"
            return


def _settle(page: Page, tags: Sequence[str], codes: list[str], index: int, word: str) -> None:
    """Give a word or sign its code by its neighbours."""
    if word in BY_TAG:
        plural = word == "that" and tags[index + 1 : index + 2] == ["NNS"]  # `found that dams fail`
        codes[index] = OTHERWISE[word] if plural else BY_TAG[word].get(tags[index], OTHERWISE[word])
        return
    lower, starts, ends = page.lower, page.starts, page.ends
    left = index > 0 and ends[index - 1] == starts[index]
    following = codes[index + 1] if index + 1 < len(codes) else ""
    before = lower[index - 1] if index else ""
    if word in JOINTS:
        right = index + 1 < len(ends) and ends[index] == starts[index + 1]
        # `past- and future-year`: a hyphen that is glued to one side parts no clauses either
        codes[index] = "_" if left and (right or word == "-") else "c" if word in "&/" else "-"
    elif word == ".":
        codes[index] = "_" if left and following in TITLED else '"'  # `Sen. Smith`, `H.Rept. 119-5`; `Corp. said`
    elif word == "order" and before == "in" and following == "T":
        codes[index - 1] = codes[index] = "r"  # `in order to`
    elif word == "once" and following in "dpPS" and lower[index + 1] not in ("a", "every", "each"):
        codes[index] = "s"
    elif word in NAMING and codes[index] == "V" and before in (",", "("):
        codes[index] = "I"  # `a rule, called Dam Rule, that …`
    elif word == "longer" and before == "no":
        codes[index - 1], codes[index] = "x", "r"
    elif word == "per" and index + 1 < len(codes) and lower[index + 1] in LATIN:
        codes[index] = codes[index + 1] = "j"
    elif word == "provided" and before == ",":
        codes[index] = "f"
    elif (word == "than" and before in MEASURES and following == "#") or (word in LIMITS and before == "at"):
        codes[index - 1] = codes[index] = "#"
    elif word in QUOTES and left and before[-1] == "s":
        codes[index] = "'"
