"""Mirrors: metadata (`reports/98-280.json`) and the files that hold the texts of its versions (`files/…html`, `files/…pdf`).

EveryCRSReport's metadata names the files of each version; the answers of the congress.gov API do not, so files beside
them (or in `files`) that are named by the same report belong to them. A version is read from the best of its files;
another one is read where that fails.
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
CATALOGUE = "reports.csv"
FILES = "files"
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
    _told: set[Path] = field(default_factory=set)

    def notes(self, file: Found) -> list[str]:
        """What is told of a document that was read from a file: its metadata, and the files that were not read."""
        metadata = self.metadata.get(file.path)
        if metadata is None:
            return []
        self._told.add(metadata.path)
        others = [f"{other.source_path} is the same version: not read" for other in self.others.get(file.path, ())]
        return [f"{metadata.source_path} holds its metadata", *others]

    def after(self, file: Found) -> list[Found]:
        """What to read instead of a file that could not be read."""
        others = self.others.pop(file.path, ())
        if others:
            self.others[others[0].path] = others[1:]
        return list(others[:1])

    def untold(self) -> list[tuple[str, SourceError]]:
        """The metadata of which no file could be read, with what is to be told of it."""
        sentence = "it is metadata of a report, and none of the files that it names could be read: fetch them again"
        left = {file.source_path for file in self.metadata.values() if file.path not in self._told}
        return [(source_path, SourceError("metadata", sentence)) for source_path in sorted(left)]


def plan(files: Sequence[Found], versions: Versions = "all") -> Plan:
    """Join metadata with the files that it describes; `latest` leaves the older versions of a mirror's reports out."""
    made = Plan()
    shelves = Shelves(files)
    joined: set[Path] = set()
    for file in files:
        records = read_records(file) if file.path.suffix.lower() == ".json" else []
        found = [(record, shelves.texts_of(record, file)) for record in records]
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
    # The list that the mirror was downloaded by is a part of it.
    lists = {metadata.path.parent.parent / CATALOGUE for metadata in made.metadata.values()}
    made.files += [file for file in files if file.path not in joined and file.path not in lists]
    return made


class Shelves:
    """The files given, by their paths and by the numbers that their names tell."""

    def __init__(self, files: Sequence[Found]) -> None:
        self._files = files
        self._paths = {os.path.normpath(file.path): file for file in files}
        self._numbers: dict[tuple[Path, str], list[tuple[int | None, Found]]] = {}

    def texts_of(self, record: Record, metadata: Found) -> list[Found]:
        """The files that hold the text of a version, the best first."""
        folder = metadata.path.parent
        if record.files:
            places = (os.path.normpath(place / name) for name in record.files for place in (folder.parent, folder))
            return unique(self._paths[place] for place in places if place in self._paths)
        if not self._numbers:
            self._count()
        beside = [
            file
            for place in (folder, folder.parent / FILES)
            for version, file in self._numbers.get((place, record.report_id), ())
            if version in (None, record.version)
        ]
        return sorted(unique(beside), key=lambda file: (file.path.suffix.lower() == ".pdf", file.source_path))

    def _count(self) -> None:
        for file in self._files:
            clues = clues_of_name(file.path.name) if file.path.suffix.lower() in TEXTS else None
            if clues and clues.report_id:
                self._numbers.setdefault((file.path.parent, clues.report_id), []).append((clues.version, file))


def read_records(file: Found) -> list[Record]:
    """The versions that a metadata file describes; none where it is another file."""
    try:
        if file.path.stat().st_size > MAX_METADATA:
            return []
        return records_of(parse_json(read_bytes(file.path))[0])
    except (OSError, SourceError):
        return []  # it is read on its own, and then told of


def unique(files: Iterable[Found]) -> list[Found]:
    """The files, each once."""
    return list({file.path: file for file in files}.values())
