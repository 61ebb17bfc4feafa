"""`dvc repro` in a copy of the repository: which stages run after which change, and that it makes what `crs run` does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "outputs", "cache", "tmp", "raw", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
)
MERGED = ["tabulate", "report", "evaluate"]
ALL = ["ingest@sample", "segment@sample", "extract@sample", *MERGED]

# A report whose middle sentences are one as soon as `zqx.` is an abbreviation.
REPORT = """INSIGHTi

Measures of Grain Storage

Jane Example
Analyst in Agricultural Policy

March 3, 2021 (IN99001)

Storage is measured in bushels. Old surveys counted it in zqx. Records of 1,200 silos remain.
"""


class Copy:
    """A copy of the checkout with a Git repository of its own and a `crs` that runs the copy's code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a copy"
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT)
        commands = folder / "bin"
        commands.mkdir()
        for name, call in (("crs", "-m pipeline.cli "), ("python", "")):
            script = commands / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call}"$@"\n', encoding="utf-8")
            script.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.folder),
            "HOME": str(folder),
            "DVC_SITE_CACHE_DIR": str(folder / "dvc"),
            "DVC_GLOBAL_CONFIG_DIR": str(folder / "dvc"),
            "DVC_SYSTEM_CONFIG_DIR": str(folder / "dvc"),
        }
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def repro(self) -> list[str]:
        """Run `dvc repro`; the stages that ran."""
        return re.findall(r"^Running stage '(.+)':$", self.run("python", "-m", "dvc", "repro"), re.MULTILINE)

    def tables(self, folder: str) -> dict[str, bytes]:
        """The bytes of every table of a folder."""
        root = self.folder / folder
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.parquet"))}

    def add_batch(self, name: str) -> None:
        """A batch of one report, listed in params.yaml."""
        folder = self.folder / "corpus" / "raw" / f"{name} reports"
        folder.mkdir(parents=True)
        (folder / "IN99001.txt").write_text(REPORT, encoding="utf-8")
        with (self.folder / "params.yaml").open("a", encoding="utf-8") as params:
            params.write(f"  {name}: {{path: corpus/raw/{name} reports}}\n")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, list[str]]:
    """A copy after its first `dvc repro`, and the stages that ran."""
    copy = Copy(tmp_path_factory.mktemp("dvc"))
    (copy.folder / "dvc.lock").unlink(missing_ok=True)
    return copy, copy.repro()


# One after the other in one process (`--dist loadfile`): each test goes on from where the one before it stopped.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def test_every_stage_runs_once_and_no_stage_twice(first: tuple[Copy, list[str]]) -> None:
    copy, ran = first
    assert ran == ALL
    assert copy.repro() == []


def test_the_tables_are_those_of_crs_run(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    copy.run("crs", "run", "corpus/sample", "--out", "elsewhere")
    assert len(copy.tables("outputs/tables")) > 10
    assert copy.tables("outputs/tables") == copy.tables("elsewhere/tables")


def test_a_run_without_dvc_into_the_same_folder_changes_nothing(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    copy.run("crs", "run", "corpus/sample", "--out", "outputs")
    assert copy.repro() == []


def test_a_second_batch_runs_its_own_stages_and_what_merges(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    copy.add_batch("second")
    assert sorted(copy.repro()) == sorted(["ingest@second", "segment@second", "extract@second", *MERGED])
    assert copy.repro() == []


def test_a_changed_rule_runs_extract_and_later(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    with (copy.folder / "models" / "lexicons" / "abbreviations.txt").open("a", encoding="utf-8") as lexicon:
        lexicon.write("zqx\n")
    assert copy.repro() == ["extract@sample", "extract@second", *MERGED]
    assert copy.repro() == []


def test_a_changed_reader_runs_every_batch(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    with (copy.folder / "pipeline" / "sources" / "__init__.py").open("a", encoding="utf-8") as module:
        module.write("\n# A reader that reads the same.\n")
    assert copy.repro() == ["ingest@sample", "ingest@second"]


def test_a_batch_that_is_no_longer_listed_leaves_the_tables(first: tuple[Copy, list[str]]) -> None:
    copy, _ = first
    params = copy.folder / "params.yaml"
    lines = params.read_text(encoding="utf-8").splitlines(keepends=True)
    params.write_text("".join(line for line in lines if not line.startswith("  second:")), encoding="utf-8")
    assert set(copy.repro()) <= set(MERGED)  # DVC remembers the scores of the same tables
    documents = copy.run("python", "-c", "import pipeline; print(*pipeline.read('documents').doc_id)")
    assert "IN99001" not in documents
    assert "IN10265" in documents
