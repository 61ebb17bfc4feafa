"""File names of the pages: safe on every file system, unique, the id itself where it may be."""

from __future__ import annotations

import hashlib
import re

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names of devices on Windows


class Names:
    """Gives each id a file name; two ids never share one, not even where upper and lower case are the same.

    What a name becomes depends on the ids named before it, so name them in the order of the tables.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, doc_id: str) -> str:
        """The file name of a report's page, without its ending."""
        name = doc_id
        if not SAFE.fullmatch(name) or RESERVED.fullmatch(name) or name.lower() in self._taken:
            digest = hashlib.sha256(doc_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
            name = f"{UNSAFE.sub('-', doc_id).strip('-')[:60] or 'report'}-{digest}"
        self._taken.add(name.lower())
        return name
