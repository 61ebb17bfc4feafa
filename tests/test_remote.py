"""`crs run` on an object store, which a folder plays here: the same bytes, only what is new, never a mixture."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import remote, rules, run, stores
from pipeline.cli import main
from pipeline.pool import Inline
from pipeline.progress import Progress
from pipeline.tables import TABLES

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'crs-pipeline[ray]'")

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "sample"


class Fresh(Progress):
    """How many documents each stage had to read."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def begin(self, stage: str, fresh: int, documents: int) -> None:
        self.counts[stage] = self.counts.get(stage, 0) + fresh


def tables_of(out: Path) -> dict[str, bytes]:
    tables = out / "tables"
    return {path.relative_to(tables).as_posix(): path.read_bytes() for path in sorted(tables.rglob("*.parquet"))}


def url(path: Path) -> str:
    return f"file://{path}"


def crs_run(reports: Path, out: Path, **options: object) -> run.Summary:
    return remote.run([url(reports)], url(out), engine=Inline(), **options)  # type: ignore[arg-type]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A store with the sample, in folders."""
    folder = tmp_path / "store" / "reports"
    shutil.copytree(SAMPLE, folder / "of [2016] *")
    (folder / "R99001.txt").write_bytes((folder / "of [2016] *" / "R99001.txt").read_bytes())
    (folder / "of [2016] *" / "R99001.txt").unlink()
    return folder


def clean(reports: Path, tmp_path: Path) -> dict[str, bytes]:
    """The tables of a run over the same files in a folder."""
    out = tmp_path / "clean"
    shutil.rmtree(out, ignore_errors=True)
    run.run([reports], out)
    return tables_of(out)


def test_the_tables_are_those_of_a_folder(reports: Path, tmp_path: Path) -> None:
    summary = crs_run(reports, tmp_path / "store" / "out")
    assert summary.rows["documents"] == 4
    assert tables_of(tmp_path / "store" / "out") == clean(reports, tmp_path)


@pytest.mark.parametrize("where", ["input", "output"])
def test_either_side_may_be_a_folder(reports: Path, tmp_path: Path, where: str) -> None:
    out = tmp_path / "out"
    if where == "input":
        remote.run([reports], url(out), engine=Inline())
    else:
        remote.run([url(reports)], out, engine=Inline())
    assert tables_of(out) == clean(reports, tmp_path)


def test_one_file_has_its_name_as_source_path(reports: Path, tmp_path: Path) -> None:
    file = reports / "of [2016] *" / "IN10265.txt"
    remote.run([url(file)], url(tmp_path / "out"), engine=Inline())
    assert tables_of(tmp_path / "out") == clean(file, tmp_path)


def test_only_what_is_new_is_read(reports: Path, tmp_path: Path) -> None:
    held_back = (reports / "R99001.txt").rename(tmp_path / "R99001.txt")
    crs_run(reports, tmp_path / "out")
    held_back.rename(reports / "R99001.txt")
    fresh = Fresh()
    crs_run(reports, tmp_path / "out", progress=fresh)
    assert fresh.counts == {"ingest": 1, "segment": 1, "extract": 1, "tabulate": 1}
    assert tables_of(tmp_path / "out") == clean(reports, tmp_path)


def test_nothing_new_costs_nothing(reports: Path, tmp_path: Path) -> None:
    first = crs_run(reports, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    fresh = Fresh()
    again = crs_run(reports, tmp_path / "out", progress=fresh)
    assert set(fresh.counts.values()) == {0}
    assert (again.rows, again.errors) == (first.rows, first.errors)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


class Sayings(Progress):
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@pytest.mark.parametrize("where", ["folder", "store"])
def test_only_what_is_new_is_fetched(reports: Path, tmp_path: Path, where: str) -> None:
    def fetched() -> str:
        told = Sayings()
        out = tmp_path / "out"
        remote.run([url(reports)], out if where == "folder" else url(out), engine=Inline(), progress=told)
        return next(sentence for sentence in told.said if "fetching" in sentence)

    assert fetched() == f"{url(reports)}: fetching 4 of 4 files"
    assert fetched() == f"{url(reports)}: fetching 0 of 4 files"
    changed = reports / "R99001.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("FY20", "FY19"), encoding="utf-8")
    assert fetched() == f"{url(reports)}: fetching 1 of 4 files"
    assert tables_of(tmp_path / "out") == clean(reports, tmp_path)


def test_what_a_run_wrote_is_not_read(reports: Path, tmp_path: Path) -> None:
    new = clean(reports, tmp_path)
    for _ in range(2):
        crs_run(reports, reports / "made")
        assert tables_of(reports / "made") == new


def test_metadata_is_told_apart_from_reports(reports: Path, tmp_path: Path) -> None:
    record = {"number": "R99001", "versions": [{"id": "R99001_1_2016-05-04", "date": "2016-05-04T00:00:00"}]}
    (reports / "R99001.json").write_text(json.dumps(record), encoding="utf-8")
    for _ in range(2):
        crs_run(reports, tmp_path / "out")
        assert tables_of(tmp_path / "out") == clean(reports, tmp_path)


def test_a_file_that_is_too_large_is_not_fetched(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (reports / "R99009.txt").write_bytes(b"x" * 100_001)
    monkeypatch.setattr("pipeline.sources.files.MAX_BYTES", 100_000)
    monkeypatch.setattr("pipeline.remote.MAX_BYTES", 100_000)
    for _ in range(2):
        assert crs_run(reports, tmp_path / "out").rows["errors"] == 1
        assert tables_of(tmp_path / "out") == clean(reports, tmp_path)


def test_what_is_gone_goes(reports: Path, tmp_path: Path) -> None:
    crs_run(reports, tmp_path / "out")
    shutil.rmtree(reports / "of [2016] *")
    crs_run(reports, tmp_path / "out")
    assert tables_of(tmp_path / "out") == clean(reports, tmp_path)
    pieces = {path.parent.parent.parent.name for path in (tmp_path / "out" / "parts").rglob("piece.json")}
    assert pieces == {"ingest", "segment", "extract"}
    assert len(list((tmp_path / "out" / "parts" / "extract" / "run").glob("*/sentences.parquet"))) == 1


def test_rules_of_ones_own_go_along(reports: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(rules.models_folder(), models)
    crs_run(reports, tmp_path / "out", models=models)
    assert tables_of(tmp_path / "out") == clean(reports, tmp_path)
    (models / "one-more.txt").write_text("none\n", encoding="utf-8")
    fresh = Fresh()
    crs_run(reports, tmp_path / "out", models=models, progress=fresh)
    assert fresh.counts["extract"] == 4


class Failing:
    """A store that fails after so many files were put."""

    def __init__(self) -> None:
        self.left = 10**6
        self._put = stores.Store.put

    def put(self, store: stores.Store, names: Iterable[str], source: Path) -> None:
        for name in names:
            self.left -= 1
            if self.left < 0:
                raise OSError("the store is gone")
            self._put(store, [name], source)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    made = Failing()

    def put(store: stores.Store, names: Iterable[str], source: Path) -> None:
        made.put(store, names, source)

    monkeypatch.setattr(stores.Store, "put", put)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("puts", [0, 5, 12, 16, 18, 20, 24, 28, 31, 32, 33, 34])
def test_a_store_that_fails_leaves_no_mixture(reports: Path, tmp_path: Path, failing: Failing, puts: int) -> None:
    held_back = (reports / "R99001.txt").rename(tmp_path / "R99001.txt")
    crs_run(reports, tmp_path / "out")
    old = tables_of(tmp_path / "out")
    held_back.rename(reports / "R99001.txt")
    new = clean(reports, tmp_path)
    failing.left = puts
    with pytest.raises(OSError, match="the store is gone"):
        crs_run(reports, tmp_path / "out")
    there = tables_of(tmp_path / "out")
    assert there.items() <= old.items() or there.items() <= new.items()
    if (tmp_path / "out" / "parts" / "tables.json").exists():
        assert there == old  # the new mark is the last file
    failing.left = 10**6
    crs_run(reports, tmp_path / "out")
    assert tables_of(tmp_path / "out") == new
    assert {name.split("/")[0] for name in new} == set(TABLES)


def test_an_address_with_nothing_behind_it_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["run", "file:///nowhere/at/all", "--out", str(tmp_path)])
    assert (done.exit_code, "there is nothing at file:///nowhere/at/all" in done.output) == (1, True)


def test_a_store_that_nobody_knows_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["run", str(SAMPLE), "--out", "nosuchstore://bucket/out", "--workers", "1"])
    assert (done.exit_code, "nosuchstore://bucket/out cannot be used" in done.output) == (1, True)


def test_the_command_tells_where_the_tables_are(reports: Path, tmp_path: Path) -> None:
    out = url(tmp_path / "out")
    done = CliRunner().invoke(main, ["run", url(reports), "--out", out, "--workers", "1", "--quiet"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, f"Tables: {out}/tables")
