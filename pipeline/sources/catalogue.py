"""Lists of reports (CSV): they name reports and are none."""

from __future__ import annotations

import re

from pipeline.sources.document import SourceError

SAMPLE = 8
# A comma that parts fields: nothing but the next field follows it.
COMMA = re.compile(r",(?! )")
ADDRESS = re.compile(r"https?://|\.html\b|\.pdf\b|\.json\b")


def check_catalogue(text: str) -> None:
    """SourceError where a text is a list of reports."""
    lines = [line for line in text[:20_000].split("\n", 2 * SAMPLE)[: 2 * SAMPLE] if line.strip(" ,")][:SAMPLE]
    if len(lines) > 1 and all(len(COMMA.findall(line)) > 1 for line in lines) and ADDRESS.search("\n".join(lines)):
        raise SourceError(
            "catalogue",
            f"the file is a list of reports (CSV), no report; it begins {lines[0][:60]!r}: remove it from the input",
        )
