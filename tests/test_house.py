"""What holds for the project as a whole: start-up, locks, size of modules, the installed wheel."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pipeline

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
HEAVY = {"numpy", "pandas", "pyarrow", "pydantic", "spacy"}
LONGEST_MODULE = 450


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize(
    "code", ["import pipeline", "from pipeline.cli import main; main(['--help'], 'crs', standalone_mode=False)"]
)
def test_nothing_heavy_is_loaded_to_start(code: str) -> None:
    loaded = run(sys.executable, "-c", f"{code}\nimport sys\nprint('loaded', *sys.modules)").rpartition("loaded ")[2]
    assert not HEAVY & set(loaded.split())


def test_help_appears_at_once() -> None:
    def seconds() -> float:
        """Of processor time: other tests run beside this one."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(sys.executable, "-m", "pipeline.cli", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(5)) < 0.3


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_are_plain_lines(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert lines == sorted(set(lines))


def test_the_smaller_lock_is_part_of_the_larger() -> None:
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()


def test_locks_hold_what_pyproject_asks_for() -> None:
    groups = PROJECT["dependency-groups"]
    dependencies = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["report"]]
    named = [entry for name in groups for entry in groups[name] if isinstance(entry, str)]
    for lock, asked in zip(LOCKS, ([], named), strict=True):
        locked = pins(lock)
        for requirement in map(Requirement, [*dependencies, *groups["build"], *asked]):
            version = locked.get(canonicalize_name(requirement.name))
            assert version, f"{lock} lacks {requirement.name}: run `make lock`"
            assert requirement.specifier.contains(version), f"{lock}: {requirement.name} {version}: run `make lock`"


def test_the_version_is_one() -> None:
    assert PROJECT["project"]["version"] == pipeline.__version__


def test_every_change_of_version_is_in_the_changelog() -> None:
    assert f"## {pipeline.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_modules_stay_short() -> None:
    paths = [path for folder in ("pipeline", "tests") for path in (ROOT / folder).rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_factories_are_named_for_spacy() -> None:
    from pipeline.nlp.components import FACTORIES

    entry_points = PROJECT["project"]["entry-points"]["spacy_factories"]
    assert entry_points == {name: f"pipeline.nlp.components:{name.removeprefix('crs_')}" for name in FACTORIES}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh virtual environment with the package installed from the checkout."""
    folder = tmp_path_factory.mktemp("fresh") / "environment"
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--constraint", ROOT / "requirements.lock", ROOT)
    return folder / "bin"


@pytest.mark.slow
def test_the_installed_command_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    report = min((ROOT / "corpus" / "sample").glob("*.txt"))
    copy = tmp_path / "a report’s copy.txt"
    copy.write_bytes(report.read_bytes())
    shown = run(installed / "crs", "run", copy, "--out", "D", cwd=tmp_path)
    assert "figures" in shown
    assert (tmp_path / "D" / "tables" / "claims").is_dir()


@pytest.mark.slow
def test_spacy_finds_the_installed_components_by_name(installed: Path, tmp_path: Path) -> None:
    names = list(PROJECT["project"]["entry-points"]["spacy_factories"])
    code = (
        "import spacy\n"
        "nlp = spacy.blank('en', config={'nlp': {'tokenizer': {'@tokenizers': 'crs.Tokenizer.v1'}}})\n"
        f"for name in {names}: nlp.add_pipe(name)\n"
        "doc = nlp('In 2019, 64% of adults agreed.')\n"
        "print([span.text for span in doc.spans['figures']])"
    )
    assert run(installed / "python", "-c", code, cwd=tmp_path).strip() == "['64%']"


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_models(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("pipeline/models/")}
    models = ROOT / "models"
    assert held == {
        f"pipeline/models/{path.relative_to(models).as_posix()}" for path in models.rglob("*") if path.is_file()
    }


@pytest.mark.slow
def test_the_wheel_is_the_same_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
        run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path / name, ROOT)
        made += [path.read_bytes() for path in (tmp_path / name).glob("*.whl")]
    assert made[0] == made[1]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the file list of git")
def test_no_addresses_of_registries_and_no_machine_paths() -> None:
    files = run("git", "ls-files", "-z").split("\0")
    odd = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|debian|npmjs)|/(?:root|tmp|home)/[a-z]")
    names = [name for name in files if name.endswith((".py", ".toml", ".lock", ".yaml", ".yml", ".md", ".txt", ".cfg"))]
    found = [
        name for name in names if (ROOT / name).is_file() and odd.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found in ([], [os.path.relpath(__file__, ROOT)])
