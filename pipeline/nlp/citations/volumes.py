"""The scan for everything that a number leads: `42 U.S.C.`, `89 Fed. Reg.`, `68 Stat.`, `603 U.S.`.

One expression finds the number and the name; the family of the name reads what follows.
"""

from __future__ import annotations

import re

from pipeline.nlp.citations.codes import read_code
from pipeline.nlp.citations.gazettes import read_gazette
from pipeline.nlp.citations.reporters import PinCite, read_pin, read_reporter, resolve
from pipeline.nlp.citations.spelling import BLANK, key, one_of
from pipeline.nlp.page import Page
from pipeline.rules import gazetteer, rules_for
from pipeline.values import Citation

CODES = {"usc": "citations.usc.section", "cfr": "citations.cfr.section"}
GAZETTES = {"fed_reg": "citations.fed_reg.page", "stat": "citations.stat.page"}
# What cannot stand right before the volume: a digit, a decimal point, a dash, a sign of money or of a section; a letter
# neither, but for the codes, whose names nothing else has (a footnote mark may have lost its blank).
GLUED = re.compile(r"(?:[$€£§#–-]|[0-9][.,]?)$")


class Volumes:
    """Finds codes, gazettes and court reporters."""

    def __init__(self) -> None:
        rules, reporters = rules_for("citations"), gazetteer("reporters")
        self._reporters = {key(row["form"]): row["norm"] for row in reporters}
        named = {kind: rules[rule].terms["names"] for kind, rule in (CODES | GAZETTES).items()}
        self._kinds = {key(name): kind for kind, names in named.items() for name in names}
        official = one_of(name for names in named.values() for name in names)
        reported = one_of(row["form"] for row in reporters)
        self._scan = re.compile(rf"([0-9][0-9]{{0,3}}){BLANK}{{0,2}}(?=[A-Zuc])({official}|{reported}(?![A-Za-z])\.?)")

    def find(self, page: Page) -> list[Citation]:
        """Every code, gazette and reporter citation on the page that begins with its number."""
        text = page.text
        found: list[Citation] = []
        reported: list[Citation] = []
        pins: list[PinCite] = []
        for match in self._scan.finditer(text):
            (start, end), volume, name = match.span(), match[1], key(match[2])
            kind = self._kinds.get(name)
            if GLUED.search(text, max(0, start - 2), start):
                continue
            if kind not in CODES and start and text[start - 1].isalpha():
                continue
            if kind in CODES:
                found += read_code(text, start, volume, kind, end)
            elif kind in GAZETTES:
                found += read_gazette(text, start, volume, kind, end)
            elif rows := read_reporter(text, start, volume, self._reporters[name], end):
                reported += rows
            elif pin := read_pin(text, start, volume, self._reporters[name], end):
                pins.append(pin)
        return [*found, *reported, *resolve(pins, reported)]
