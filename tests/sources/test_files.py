"""Files to read: found, shown, opened."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from pipeline.sources.files import find_files


def test_files_are_found_in_folders_with_paths_relative_to_them(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Bericht über Höfe.txt")
    for path in ("b.txt", f"sub folder/{name}", ".hidden.txt", ".git/config"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    found, missing = find_files([tmp_path])
    assert [file.source_path for file in found] == ["b.txt", "sub folder/Bericht über Höfe.txt"]
    assert missing == []


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x")
    found, _ = find_files([file, tmp_path, tmp_path / "." / "a.txt"])
    assert [file.source_path for file in found] == ["a.txt"]


def test_missing_paths_and_empty_folders_are_failures(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found, missing = find_files([tmp_path / "empty", tmp_path / "nowhere"])
    assert found == []
    assert [(path, error.kind) for path, error in missing] == [("empty", "no_files"), ("nowhere", "not_found")]
    assert "holds no files" in str(missing[0].error)
    assert "check the path" in str(missing[1].error)
