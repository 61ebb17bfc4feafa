"""A second run reads only what is new, and its tables are those of a clean run, to the byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import fingerprint, run, store
from pipeline.pool import Crew
from pipeline.sources import pool
from pipeline.stages import ingest
from tests.folders import Watch, report, tables_of, watched, write

MARKDOWN = "# A Sample Program\n\nThe program lends $7 million to farmers.\n"
PAGE = "<div><div class='ReportHeader'><h1>Farm Loans</h1><div>{} (98-990)</div></div><p>{}</p></div>"


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of three files, no processes for HTML."""
    monkeypatch.setattr(pool, "is_light", lambda _: True)
    monkeypatch.setattr(ingest, "PIECE_FILES", 3)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no test loses its power


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five reports in text, one of them in Markdown too, a version in a mirror, and a file that is no report."""
    folder = tmp_path / "in"
    for number in range(5):
        write(folder, f"IN9900{number}.txt", report(f"IN9900{number}"))
    write(folder, "IN99001.md", MARKDOWN)
    write(folder, "list.txt", "Milk\nEggs\n")
    mirror(folder)
    return folder


def mirror(folder: Path, title: str = "Farm Loans", *more: str) -> None:
    """A report of which metadata tell."""
    names = ["new.html", *more]
    formats = [{"format": "HTML", "filename": f"files/{name}"} for name in names]
    version = {"id": "7", "date": "2008-08-19", "title": title, "formats": formats, "topics": [{"name": "Farms"}]}
    write(folder, "reports/98-990.json", json.dumps({"number": "98-990", "versions": [version]}))
    write(folder, "files/new.html", PAGE.format("August 19, 2008", "Loans are many."))


def again(folder: Path, tmp_path: Path) -> Watch:
    """What a run over a folder reads that was read before; its tables must be those of a clean run."""
    tables, watch = watched(folder, tmp_path / "out")
    clean, _ = watched(folder, tmp_path / "clean")
    assert tables == clean
    shutil.rmtree(tmp_path / "clean")
    return watch


def test_of_many_files_only_the_new_ones_are_read(tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path / "in", f"IN99{number:03}.txt", report(f"IN99{number:03}"))
    watched(tmp_path / "in", tmp_path / "out")
    for number in (7, 3, 55, 20, 99):
        write(tmp_path / "in", f"IN98{number:03}.txt", report(f"IN98{number:03}"))
    watch = again(tmp_path / "in", tmp_path)
    assert watch.read == {"ingest": 5, "segment": 5, "extract": 5}


def test_with_workers_too(folder: Path, tmp_path: Path) -> None:
    watched(folder, tmp_path / "out")
    write(folder, "IN99100.txt", report("IN99100"))
    with Crew(2) as crew:
        tables, watch = watched(folder, tmp_path / "out", crew)
    assert watch.read["extract"] == 1
    assert tables == watched(folder, tmp_path / "clean")[0]


def changed(folder: Path) -> None:
    write(folder, "IN99002.txt", report("IN99002", body="It costs $9 million."))


def removed(folder: Path) -> None:
    (folder / "IN99002.txt").unlink()


def renamed(folder: Path) -> None:
    (folder / "IN99002.txt").rename(folder / "a report.txt")


def moved(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "IN99002.txt").rename(folder / "sub" / "IN99002.txt")


def better_format_came(folder: Path) -> None:
    write(folder, "IN99002.md", MARKDOWN)


def better_format_went(folder: Path) -> None:
    (folder / "IN99001.md").unlink()


def worse_format_went(folder: Path) -> None:
    (folder / "IN99001.txt").unlink()


def better_format_broke(folder: Path) -> None:
    write(folder, "IN99001.md", "")


def copy_came(folder: Path) -> None:
    shutil.copyfile(folder / "IN99002.txt", folder / "A copy of IN99002.txt")


def rival_came(folder: Path) -> None:
    write(folder, "A rival.txt", report("IN99002", body="Nothing of the kind."))


def no_report_became_one(folder: Path) -> None:
    write(folder, "list.txt", report("IN99333"))


def metadata_changed(folder: Path) -> None:
    mirror(folder, "Loans to Farmers")


def metadata_names_more(folder: Path) -> None:
    mirror(folder, "Farm Loans", "newer.html")
    write(folder, "files/newer.html", PAGE.format("August 19, 2008", "Loans are few."))


def metadata_went(folder: Path) -> None:
    shutil.rmtree(folder / "reports")


def text_of_metadata_broke(folder: Path) -> None:
    write(folder, "files/new.html", "<div></div>")


def text_of_metadata_went(folder: Path) -> None:
    shutil.rmtree(folder / "files")


def touched(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))


# How many files have to be read then. What was read before may be known still when a change is taken back.
CHANGES: dict[Callable[[Path], None], int] = {
    changed: 1,
    removed: 0,
    renamed: 1,
    moved: 1,
    better_format_came: 1,
    better_format_went: 0,
    worse_format_went: 0,
    better_format_broke: 1,
    copy_came: 1,
    rival_came: 1,
    no_report_became_one: 1,
    metadata_changed: 1,
    metadata_names_more: 1,
    metadata_went: 1,
    text_of_metadata_broke: 1,
    text_of_metadata_went: 1,
    touched: 0,
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_a_change_and_back(folder: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    shutil.copytree(folder, tmp_path / "before")
    first, _ = watched(folder, tmp_path / "out")
    change(folder)
    there = again(folder, tmp_path)
    shutil.rmtree(folder)
    shutil.move(tmp_path / "before", folder)
    back = again(folder, tmp_path)
    assert tables_of(tmp_path / "out" / "tables") == first
    assert there.read["ingest"] == CHANGES[change]
    assert back.read["ingest"] <= 1


def test_two_folders_one_folder_and_the_other_way_round(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for number in range(3, 7):
        write(other, f"IN9900{number}.txt", report(f"IN9900{number}", title="From the Other Folder"))
    for paths, fresh in (
        ([folder], 8),
        ([folder, other], 4),
        ([other, folder], 0),
        ([other], 0),
        ([folder, other], 8),
    ):
        tables, watch = watched(paths, tmp_path / "out")
        assert tables == watched(paths, tmp_path / "clean")[0]
        shutil.rmtree(tmp_path / "clean")
        assert watch.begun["ingest"] == fresh


def test_versions_all_and_latest(folder: Path, tmp_path: Path) -> None:
    mirrored = [folder]
    for versions in ("all", "latest", "all"):
        run.run(mirrored, tmp_path / "out", versions=versions)
        clean = run.run(mirrored, tmp_path / versions, versions=versions)
        assert tables_of(tmp_path / "out" / "tables") == tables_of(clean.tables)
        shutil.rmtree(tmp_path / versions)


# --- nothing is new ---------------------------------------------------------------------------------------------------


def places(folder: Path) -> dict[str, tuple[int, int]]:
    """What tells whether a file was written again."""
    stats = {path.relative_to(folder).as_posix(): path.stat() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}


def test_nothing_new_nothing_read_nothing_written(folder: Path, tmp_path: Path) -> None:
    watched(folder, tmp_path / "out")
    tables, parts = places(tmp_path / "out" / "tables"), places(tmp_path / "out" / "parts" / "extract")
    begin = time.process_time()
    _, watch = watched(folder, tmp_path / "out")
    assert time.process_time() - begin < 2
    assert watch.read == watch.begun == {"ingest": 0, "segment": 0, "extract": 0}
    assert watch.said == []
    assert places(tmp_path / "out" / "tables") == tables
    assert places(tmp_path / "out" / "parts" / "extract") == parts


# --- other rules, other code ------------------------------------------------------------------------------------------


def test_changed_rules_extract_everything_again_and_say_so(folder: Path, tmp_path: Path, root: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(root / "models", models)
    watched(folder, tmp_path / "out", models=models)
    with (models / "lexicons" / "abbreviations.txt").open("a", encoding="utf-8") as lexicon:
        lexicon.write("zqx\n")
    tables, watch = watched(folder, tmp_path / "out", models=models)
    assert watch.read == {"segment": 6, "extract": 6}
    assert watch.said == ["the rules have changed since the last run: its 6 reports are read again"]
    assert tables == watched(folder, tmp_path / "clean", models=models)[0]
    assert watched(folder, tmp_path / "out", models=models)[1].said == []


def test_changed_code_reads_everything_again_and_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = watched(folder, tmp_path / "out")
    monkeypatch.setattr(fingerprint, "code", lambda: "another")
    tables, watch = watched(folder, tmp_path / "out")
    assert watch.begun == {"ingest": 8, "segment": 6, "extract": 6, "tabulate": 1}
    assert watch.said == ["the code of the pipeline has changed since the last run: its 6 reports are read again"]
    assert tables == first


def test_the_fingerprint_of_the_code_is_that_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(fingerprint.PACKAGE, tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "pipeline")
    now = fingerprint.code.__wrapped__
    packaged = fingerprint.code()
    assert now() == packaged
    with (tmp_path / "pipeline" / "tools" / "show.py").open("a", encoding="utf-8") as module:
        module.write("# Looks at tables alone.\n")
    assert now() == packaged
    with (tmp_path / "pipeline" / "nlp" / "page.py").open("a", encoding="utf-8") as module:
        module.write("# Reads.\n")
    assert now() != packaged


# --- what is left on the disk -----------------------------------------------------------------------------------------


def test_pieces_that_nobody_needs_are_swept(folder: Path, tmp_path: Path) -> None:
    watched(folder, tmp_path / "out")
    for path in folder.glob("IN9900[1-4]*"):
        path.unlink()
    parts = tmp_path / "out" / "parts"
    for stage in ("ingest", "segment", "extract"):
        write(parts / stage / "run", ".half.parquet.77.tmp", "half")
    again(folder, tmp_path)
    kept = {row["piece"] for row in store.read(parts / "ingest" / "run", "kept").to_pylist()}
    for stage in ("segment", "extract"):
        assert {path.name for path in (parts / stage / "run").iterdir()} == kept
    there = {path.name for path in (parts / "ingest" / "run").iterdir()} - {"kept.parquet", "errors.parquet"}
    # One more piece may hold what is no report.
    assert kept <= there
    assert len(there) <= len(kept) + 1


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a table of a piece is cut": lambda out: os.truncate(piece(out, "extract") / "figures.parquet", 100),
    "a table of a piece is gone": lambda out: (piece(out, "ingest") / "documents.parquet").unlink(),
    "a mark is gone": lambda out: (piece(out, "segment") / "piece.json").unlink(),
    "a mark is empty": lambda out: os.truncate(piece(out, "segment") / "piece.json", 0),
    "a mark is something else": lambda out: (piece(out, "ingest") / "piece.json").write_text("[1]"),
    "a piece is gone": lambda out: shutil.rmtree(piece(out, "ingest")),
    "a table is gone": lambda out: (out / "tables" / "claims" / "claims.parquet").unlink(),
    "a table is cut": lambda out: os.truncate(out / "tables" / "claims" / "claims.parquet", 100),
    "the tables are gone": lambda out: shutil.rmtree(out / "tables"),
    "the tables were about to be put in place": lambda out: (out / "tables").rename(out / ".tables.old"),
    "what the tables are made from is cut": lambda out: os.truncate(out / "parts" / "tables.json", 5),
    "what counts is gone": lambda out: (out / "parts" / "ingest" / "run" / "kept.parquet").unlink(),
    "what counts is cut": lambda out: os.truncate(out / "parts" / "ingest" / "run" / "kept.parquet", 9),
    "the parts are gone": lambda out: shutil.rmtree(out / "parts"),
    "a file stands where a piece was": lambda out: put_file_in_place_of(piece(out, "ingest")),
}


def piece(out: Path, stage: str) -> Path:
    """The first piece of a stage."""
    return min(path for path in (out / "parts" / stage / "run").iterdir() if path.is_dir())


def put_file_in_place_of(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: str) -> None:
    for number in range(5):
        write(tmp_path / "in", f"IN9900{number}.txt", report(f"IN9900{number}"))
    first, _ = watched(tmp_path / "in", tmp_path / "out")
    DAMAGES[damage](tmp_path / "out")
    tables, watch = watched(tmp_path / "in", tmp_path / "out")
    assert tables == first
    if "part" not in damage:
        assert watch.read["extract"] < 5


def test_a_second_run_into_the_same_folder_is_refused_while_the_first_one_writes(folder: Path, tmp_path: Path) -> None:
    with (
        run.locked(tmp_path / "out" / "parts"),
        pytest.raises(OSError, match=r"another run is writing to .*out: wait for it, or choose another --out"),
    ):
        watched(folder, tmp_path / "out")
    watched(folder, tmp_path / "out")


def test_the_folder_of_reports_may_hold_what_is_written(tmp_path: Path) -> None:
    write(tmp_path, "IN99001.txt", report())
    first, _ = watched(tmp_path, tmp_path / "out")
    tables, watch = watched(tmp_path, tmp_path / "out")
    assert watch.read["ingest"] == 0
    assert tables == first
    assert run.errors_in(tmp_path / "out" / "tables") == []


# --- any changes, one after the other ---------------------------------------------------------------------------------


def shuffle(folder: Path, chance: random.Random) -> None:
    """Some change of a folder: a file comes, goes, changes, gets another name or format, is what another one is."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    number = f"IN9900{chance.randrange(6)}"
    body = f"It costs ${chance.randrange(3)} million. The agency said so."
    name = chance.choice([f"{number}.txt", f"{number}.md", f"sub/{number}.txt", f"{number}v2.txt", "a.txt", "b.txt"])
    match chance.randrange(7):
        case 0 | 1 if files:
            chance.choice(files).unlink()
        case 2 if files:
            chance.choice(files).rename(folder / chance.choice(["c.txt", "d.txt", "IN99004.txt"]))
        case 3 if files:
            write(folder, chance.choice(["e.txt", "sub/f.txt"]), chance.choice(files).read_bytes())
        case 4:
            write(folder, name, chance.choice(["", "Milk\n", "\x00\x01"]))
        case 5:
            mirror(folder, chance.choice(["Farm Loans", "Loans"]), *chance.choice([(), ("x.html",), ("a.html",)]))
        case _:
            markdown = f"# A Sample Program\n\n{body}\n"
            write(folder, name, markdown if name.endswith(".md") else report(number, body=body))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 9))])
def test_any_changes_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "in"
    folder.mkdir()
    for _ in range(6 if seed == 1 else 16):
        for _ in range(chance.randrange(1, 4)):
            shuffle(folder, chance)
        monkeypatch.setattr(ingest, "PIECE_FILES", chance.randrange(1, 5))
        again(folder, tmp_path)
