"""Mirrors: metadata (`reports/98-280.json`) and the files that hold the texts of its versions (`files/…html`, `files/…pdf`).

EveryCRSReport's metadata names the files of each version; the answers of the congress.gov API do not, so files beside
them that are named by the same report belong to them. A version is read from the best of its files; another one is
read where that fails.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.sources.document import SourceError
from pipeline.sources.files import Found, read_bytes
from pipeline.sources.identity import clues_of_name
from pipeline.sources.records import Record, parse_json, records_of

Versions = Literal["all", "latest"]

# Metadata of a report has some kilobytes for each of its versions.
MAX_METADATA = 5_000_000
TEXTS = (".html", ".htm", ".pdf")


@dataclass(slots=True)
class Plan:
    """Which files to read.

    files     those to read first: the best file of each version, and all files that no metadata names
    others    the further files of a version, the best first, by the path of its first
    metadata  what describes a file, by the path of that
    """

    files: list[Found] = field(default_factory=list)
    others: dict[Path, tuple[Found, ...]] = field(default_factory=dict)
    metadata: dict[Path, Found] = field(default_factory=dict)


def plan(files: Sequence[Found], versions: Versions = "all") -> Plan:
    """Join metadata with the files that it describes; `latest` leaves the older versions of a mirror's reports out."""
    made = Plan()
    known = {os.path.normpath(file.path): file for file in files}
    folders: dict[Path, list[Found]] = {}
    for file in files:
        folders.setdefault(file.path.parent, []).append(file)
    joined: set[Path] = set()
    for file in files:
        records = read_records(file) if file.path.suffix.lower() == ".json" else []
        found = [(record, files_of(record, file, known, folders)) for record in records]
        found = [(record, texts) for record, texts in found if texts]
        if not found:
            continue
        joined.add(file.path)
        for number, (record, texts) in enumerate(found):
            new = [text for text in texts if text.path not in joined]
            joined.update(text.path for text in texts)
            if not new or (versions == "latest" and number):
                continue
            first, *rest = (text._replace(record=record) for text in new)
            made.files.append(first)
            made.others[first.path] = tuple(rest)
            made.metadata.update((text.path, file) for text in new)
    made.files += [file for file in files if file.path not in joined]
    return made


def read_records(file: Found) -> list[Record]:
    """The versions that a metadata file describes; none where it is another file."""
    try:
        if file.path.stat().st_size > MAX_METADATA:
            return []
        return records_of(parse_json(read_bytes(file.path))[0])
    except (OSError, SourceError):
        return []  # it is read on its own, and then told of


def files_of(record: Record, metadata: Found, known: dict[str, Found], folders: dict[Path, list[Found]]) -> list[Found]:
    """The files among those known that hold the text of a version, the best first."""
    folder = metadata.path.parent
    if record.files:
        places = (os.path.normpath(place / name) for name in record.files for place in (folder.parent, folder))
        return unique(known[place] for place in places if place in known)
    beside = []
    for file in folders.get(folder, ()):
        clues = clues_of_name(file.path.name)
        same = clues.report_id == record.report_id and clues.version in (None, record.version)
        if same and file.path.suffix.lower() in TEXTS:
            beside.append(file)
    return sorted(beside, key=lambda file: (file.path.suffix.lower() == ".pdf", file.source_path))


def unique(files: Iterable[Found]) -> list[Found]:
    """The files, each once."""
    return list({file.path: file for file in files}.values())
