"""Metadata and the files that it describes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.sources.files import find_files
from pipeline.sources.mirror import Plan, Versions, plan

METADATA = {
    "id": "98-990",
    "number": "98-990",
    "versions": [
        {
            "id": 7, "date": "2008-08-19", "title": "Farm Loans",
            "formats": [{"format": "PDF", "filename": "files/b.pdf"}, {"format": "HTML", "filename": "files/b.html"}],
        },
        {
            "id": "98-990_2003Jun13", "date": "2003-06-13", "title": "Farm Loans",
            "formats": [{"format": "HTML", "filename": "files/a.html", "source": "pymupdf"},
                        {"format": "PDF", "filename": "files/a.pdf"}, {"format": "PDF", "filename": "../../etc/passwd"}],
        },
    ],
}  # fmt: skip


def made(folder: Path, versions: Versions = "all") -> Plan:
    files, _ = find_files([folder])
    return plan(files, versions)


def mirror(folder: Path, *names: str, metadata: object = METADATA) -> Path:
    for name in ("reports/98-990.json", "reports.csv", *names):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    (folder / "reports/98-990.json").write_text(json.dumps(metadata))
    return folder


def paths(found: Plan) -> list[str]:
    return [file.source_path for file in found.files]


def test_a_version_is_read_from_its_best_file(tmp_path: Path) -> None:
    found = made(mirror(tmp_path, "files/a.html", "files/a.pdf", "files/b.html", "files/b.pdf"))
    assert paths(found) == ["files/b.html", "files/a.pdf"]
    newest, older = found.files
    assert newest.record is not None
    assert older.record is not None
    assert (newest.record.published, newest.record.edition) == (date(2008, 8, 19), None)
    assert older.record.edition == date(2003, 6, 13)
    assert [file.source_path for file in found.others[newest.path]] == ["files/b.pdf"]
    assert [file.source_path for file in found.others[older.path]] == ["files/a.html"]
    assert found.metadata[newest.path].source_path == "reports/98-990.json"


def test_what_is_told_of_the_files_that_are_not_read(tmp_path: Path) -> None:
    found = made(mirror(tmp_path, "files/a.pdf", "files/b.html", "files/b.pdf"))
    newest, older = found.files
    assert found.notes(newest) == [
        "reports/98-990.json holds its metadata",
        "files/b.pdf is the same version: not read",
    ]
    assert found.notes(older) == ["reports/98-990.json holds its metadata"]
    assert found.untold() == []


def test_another_file_of_the_version_is_read_where_the_first_fails(tmp_path: Path) -> None:
    found = made(mirror(tmp_path, "files/b.html", "files/b.pdf"))
    (second,) = found.after(found.files[0])
    assert second.source_path == "files/b.pdf"
    assert second.record == found.files[0].record
    assert found.after(second) == []
    assert [source_path for source_path, _ in found.untold()] == ["reports/98-990.json"]


def test_the_newest_version_alone(tmp_path: Path) -> None:
    found = made(mirror(tmp_path, "files/a.html", "files/b.html"), "latest")
    assert paths(found) == ["files/b.html"]


def test_the_newest_version_of_which_there_is_a_file(tmp_path: Path) -> None:
    found = made(mirror(tmp_path, "files/a.html"), "latest")
    assert paths(found) == ["files/a.html"]


def test_metadata_without_its_files_is_read_on_its_own(tmp_path: Path) -> None:
    assert sorted(paths(made(mirror(tmp_path)))) == ["reports.csv", "reports/98-990.json"]


@pytest.mark.parametrize(
    "metadata", ["x", [1], {"versions": "x"}, {"number": "98-990", "versions": [{"formats": [7]}]}]
)
def test_odd_metadata_joins_nothing(tmp_path: Path, metadata: object) -> None:
    found = made(mirror(tmp_path, "files/b.html", metadata=metadata))
    assert sorted(paths(found)) == ["files/b.html", "reports.csv", "reports/98-990.json"]


def test_an_answer_of_the_congress_gov_api_describes_the_files_beside_it(tmp_path: Path) -> None:
    answer = {"CRSReport": {"id": "IN99001", "currentVersion": 3, "title": "Farm Loans"}}
    (tmp_path / "IN99001.json").write_text(json.dumps(answer))
    for name in ("IN99001v3.pdf", "IN99001v3.html", "IN99001v2.html", "IN99002.html"):
        (tmp_path / name).write_text("x")
    found = made(tmp_path)
    assert paths(found) == ["IN99001v3.html", "IN99001v2.html", "IN99002.html"]
    assert [file.source_path for file in found.others[found.files[0].path]] == ["IN99001v3.pdf"]


def test_an_answer_of_the_congress_gov_api_in_the_layout_of_a_mirror(tmp_path: Path) -> None:
    answer = {"CRSReport": {"id": "IN99001", "currentVersion": 3, "title": "Farm Loans"}}
    for name in ("files/IN99001v3.html", "files/IN99001v2.html", "reports/IN99001.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(answer))
    found = made(tmp_path)
    assert [(file.source_path, file.record is None) for file in found.files] == [
        ("files/IN99001v3.html", False), ("files/IN99001v2.html", True),
    ]  # fmt: skip


def test_nothing_outside_the_files_given_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("x")
    versions = [
        {"id": 1, "formats": [{"format": "HTML", "filename": name}]} for name in ("../secret.html", "/etc/passwd")
    ]
    folder = tmp_path / "mirror"
    folder.mkdir()
    found = made(mirror(folder, metadata={"number": "98-990", "versions": versions}))
    assert sorted(paths(found)) == ["reports.csv", "reports/98-990.json"]
