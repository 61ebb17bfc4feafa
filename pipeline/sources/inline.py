"""Mark-up inside a line: links, emphasis, calls of notes. What remains is what a person reads."""

from __future__ import annotations

import re
from collections.abc import Container

from pipeline.sources.document import Rich

# `[words](address)`. The words may hold one pair of brackets (`[[t]he award](#)`), the address pairs of parentheses.
# Possessive repeats: a text full of opening brackets costs linear time.
LINK = re.compile(
    r"\[([^\[\]\n]*+(?>(?:\[[^\[\]\n]*+\][^\[\]\n]*+)*))\]"
    r"\(((?>(?:[^()\s]++|\((?>(?:[^()\s]++|\([^()\s]*+\))*)\))*))\)"
)
# `_words_`, opened where no word is under way (or where blanks slipped inside: `USS_ Alabama_`), closed by the next
# underscore. Addresses keep theirs, and so does `snake_case`.
EMPHASIS = re.compile(
    r"_(?:(?<![^\W_]_)(?<![/_]_)(?![\s_])|(?<=\w_)(?=[\s.,;:]))"
    r"((?>(?:[^_\n\]]|\](?!\()|\]\([^()\s]*+\))+))_"
)
LONGEST_ADDRESS = 500
ADDRESS = re.compile(r"(?:https?:|www\.|\]\()\S*$")
# What is left of a link or a call of a note whose words were lost.
EMPTY = re.compile(r"\[\](?:\([^()\s]*+\))?")
STRONG = re.compile(r"\*\*([^*\n]++)\*\*")
# The label of a note: `1`, `a`. It is a call only where the notes of the document have such a label.
LABEL = re.compile(r"\d{1,3}|[a-z]{1,2}|[*†‡]")


def unwrap(raw: str, labels: Container[str] = ()) -> Rich:
    """A line without its mark-up. `labels` are those of the document's notes: `[1](#)` then calls note 1."""
    if "_" in raw:
        raw = EMPHASIS.sub(_keep_words, raw)
    if "**" in raw:
        raw = STRONG.sub(r"\1", raw)
    if "[]" in raw:
        raw = EMPTY.sub("", raw)
    if "](" not in raw:
        return Rich(raw)
    parts: list[str] = []
    links: list[tuple[int, int, str | None]] = []
    calls: list[tuple[int, str]] = []
    position = length = 0
    for match in LINK.finditer(raw):
        before = raw[position : match.start()]
        parts.append(before)
        length += len(before)
        position = match.end()
        words, address = match.groups()
        glued = bool(before) and not before[-1].isspace() and before[-1] != "("
        if glued and words in labels and LABEL.fullmatch(words) and address.startswith("#"):
            calls.append((length, words))
            continue
        parts.append(words)
        links.append((length, length + len(words), None if address in ("", "#") else address))
        length += len(words)
    parts.append(raw[position:])
    return Rich("".join(parts), tuple(links), tuple(calls))


def _keep_words(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - LONGEST_ADDRESS) : match.start()]
    return match.group() if ADDRESS.search(before) else str(match.group(1))
