"""A mirror of EveryCRSReport through the first stage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import pieces, store
from pipeline.sources.mirror import Versions
from pipeline.stages import ingest

PAGE = "<div><div class='ReportHeader'><h1>Farm Loans</h1><div>{} (98-990)</div></div><p>{}</p></div>"


def version(name: str, day: str, *files: str) -> dict[str, Any]:
    formats = [{"format": "PDF" if file.endswith("pdf") else "HTML", "filename": f"files/{file}"} for file in files]
    return {"id": name, "date": day, "title": "Farm Loans", "formats": formats, "topics": [{"name": "Farms"}]}


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror"
    for name in ("reports", "files"):
        (folder / name).mkdir(parents=True)
    versions = [
        version("7", "2008-08-19", "new.html", "new.pdf"),
        version("6", "2003-06-13", "old.html"),
        version("5", "2001-03-05", "broken.html", "oldest.html"),
        version("4", "1999-01-01", "gone.html"),
    ]
    (folder / "reports" / "98-990.json").write_text(json.dumps({"number": "98-990", "versions": versions}))
    (folder / "reports.csv").write_text("number,url,sha1,latestPubDate\n98-990,reports/98-990.json,0a,2008-08-19\n")
    (folder / "files" / "new.html").write_text(PAGE.format("August 19, 2008", "Loans are many."))
    (folder / "files" / "new.pdf").write_bytes(b"%PDF-1.7 of the same text")
    (folder / "files" / "old.html").write_text("<div><p>Loans grew.</p></div>")
    (folder / "files" / "broken.html").write_text("<div></div>")
    (folder / "files" / "oldest.html").write_text(PAGE.format("March 5, 2001", "Loans began."))
    return folder


def rows(folder: Path, out: Path, versions: Versions = "all") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ingest.run([folder], out, versions=versions)
    told = {row["doc_id"]: row["warnings"] for row in store.read(out, "kept").to_pylist()}
    documents = [{**row, "warnings": told[row["doc_id"]]} for row in pieces.read(out, "documents").to_pylist()]
    newest_first = sorted(documents, key=lambda row: str(row["published"]), reverse=True)
    return newest_first, store.read(out, "errors").to_pylist()


def test_every_version_is_a_document(mirror: Path, tmp_path: Path) -> None:
    documents, errors = rows(mirror, tmp_path / "part")
    assert [(row["doc_id"], str(row["published"]), row["source_path"], row["topics"]) for row in documents] == [
        ("98-990", "2008-08-19", "files/new.html", ["Farms"]),
        ("98-990_2003-06-13", "2003-06-13", "files/old.html", ["Farms"]),
        ("98-990_2001-03-05", "2001-03-05", "files/oldest.html", ["Farms"]),
    ]
    assert [row["text"].split("\n\n") for row in documents] == [
        ["Farm Loans", "Loans are many."],
        ["Farm Loans", "Loans grew."],
        ["Farm Loans", "Loans began."],
    ]
    assert documents[0]["warnings"] == [
        "reports/98-990.json holds its metadata",
        "files/new.pdf is the same version: not read",
    ]
    assert [(row["source_path"], row["error"]) for row in errors] == [("files/broken.html", "NoText")]


def test_the_latest_version_alone(mirror: Path, tmp_path: Path) -> None:
    documents, errors = rows(mirror, tmp_path / "part", "latest")
    assert [row["doc_id"] for row in documents] == ["98-990"]
    assert errors == []


def test_metadata_of_which_no_file_can_be_read_is_an_error(mirror: Path, tmp_path: Path) -> None:
    for file in (mirror / "files").iterdir():
        file.write_text("<div></div>")
    documents, errors = rows(mirror, tmp_path / "part")
    assert documents == []
    assert ("reports/98-990.json", "Metadata") in [(row["source_path"], row["error"]) for row in errors]
