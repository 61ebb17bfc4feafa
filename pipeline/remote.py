"""A run whose files, or whose results, lie at an object store (s3://…, gs://…).

A store has no folders to rename and no locks, but what is put appears whole. So tasks run on a folder of their own:
what they read is fetched, what they make is put, the mark of the piece last. The process that started the run has a
folder that stands for OUT, with marks and small tables alone until the tables are merged.

The tables are put in this order: `parts/tables.json` and the old tables are removed, the new ones are put,
`parts/tables.json` is put. So whoever looks meets one set or lacks a table, but never tables of two runs; the set is
whole where `parts/tables.json` stands. A run that was killed meanwhile is finished by the next. Nothing keeps two runs
from writing to one OUT at the same time: that is up to the user.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Generic, Literal, TypeVar

from pipeline import pieces, tables
from pipeline import run as runner
from pipeline.pool import Beat, Do, Engine, Lost, Movable, Tell
from pipeline.progress import SILENT, Progress
from pipeline.sources.files import MAX_BYTES
from pipeline.stores import Place, Store, Stored, stand_in

T = TypeVar("T")
R = TypeVar("R")

# How long it may take to fetch what a piece is made from, or to put it: a few MB in a few files.
COPY_SECONDS = 600.0
PARTS, TABLES = "parts/", "tables/"
MADE_FROM = f"{PARTS}{runner.MADE_FROM}"
MODELS = f"{PARTS}models/"
INPUTS = f"{PARTS}inputs.json"
# Metadata is looked into before anything is read.
METADATA = ".json"


def run(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    engine: Engine,
    versions: Literal["all", "latest"] = "all",
    models: Path | None = None,
    strict: bool = False,
    progress: Progress = SILENT,
) -> runner.Summary:
    """`pipeline.run.run` over addresses, which are strings, and paths; it is just that where there are paths alone.

    The folder of tables that the summary tells is gone by now where `out` is an address: the tables stand at OUT/tables.
    OSError where a store cannot be reached.
    """
    go = partial(runner.run, versions=versions, strict=strict, progress=progress)
    local = [path for path in paths if isinstance(path, Path)]
    if isinstance(out, Path) and len(local) == len(paths):
        return go(local, out, engine=engine, models=models)
    with TemporaryDirectory(prefix="crs-") as scratch:
        inputs = Inputs(Path(scratch) / "in")
        if isinstance(out, Path):
            inputs.bring(paths, out, progress)
            return go(inputs.found, out, engine=Staged(engine, inputs.places), models=models, hashes=inputs.hashes)
        home = Home(Place(Path(scratch) / "out", out.rstrip("/")))
        if inputs.bring(paths, home.here, progress, leave=home.leave):
            home.put(INPUTS)
        summary = go(
            inputs.found,
            home.here,
            engine=Staged(engine, [*inputs.places, home.place]),
            models=home.rules(models),
            hashes=inputs.hashes,
            gather=home.gather,
        )
        home.publish()
        return summary


class Inputs:
    """The files to read as paths of this machine, and which addresses stand behind them.

    What is known from before is told by what is in a file, so each has to be fetched, but once: `parts/inputs.json` of
    OUT remembers what was in it, and a stand-in does from then on.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self.found: list[Path] = []
        self.places: list[Place] = []
        self.hashes: dict[Path, str] = {}

    def bring(self, paths: Sequence[Path | str], out: Path, progress: Progress, leave: Collection[str] = ()) -> bool:
        """Fetch what is new at the addresses, and tell whether anything was other than remembered.

        `leave`: addresses whose files are passed over.
        """
        memory = pieces.read_json(out / INPUTS)
        known: dict[str, list[Any]] = {}
        for number, path in enumerate(paths):
            if isinstance(path, Path):
                self.found.append(path)
                continue
            place, files = self._look(path, self._scratch / str(number), leave)
            versions = {name: [file.size, file.version] for name, file in files.items() if file.size <= MAX_BYTES}
            old = {
                name: told[2]
                for name, version in versions.items()
                if (told := memory.get(f"{place.url}/{name}")) and told[:2] == version and version[1] is not None
            }
            new = [name for name in versions if name not in old]
            for name, file in files.items():
                stand_in(place.here / name, file.size)
            progress.say(f"{path}: fetching {len(new):,} of {len(files):,} files")
            Store(place.url).fetch(
                [name for name in versions if name not in old or name.endswith(METADATA)], place.here
            )
            for name, version in versions.items():
                sha = old.get(name) or _sha256(place.here / name)
                self.hashes[place.here / name] = sha
                known[f"{place.url}/{name}"] = [*version, sha]
            self.places.append(place)
        if known != memory:
            (out / INPUTS).parent.mkdir(parents=True, exist_ok=True)
            pieces.write_json(out / INPUTS, known)
        return known != memory

    def _look(self, path: str, here: Path, leave: Collection[str]) -> tuple[Place, dict[str, Stored]]:
        """What there is at an address."""
        store = Store(path)
        files = store.files()
        if not files:
            raise OSError(f"there is nothing at {path}: check the address, and that you may read it")
        if list(files) == [""]:
            parent, _, name = store.url.rpartition("/")
            self.found.append(here / name)
            return Place(here, parent), {name: files[""]}
        self.found.append(here)
        left = tuple(leave)
        return Place(here, store.url), {
            name: file
            for name, file in files.items()
            if not f"{store.url}/{name}".startswith(left) and not any(part.startswith(".") for part in name.split("/"))
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Home:
    """OUT at a store, and the folder that stands for it here.

    There the tables are stand-ins, as large but empty: a run wants to know what is there, and reads but the marks, which
    files were read, and the errors.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.here = place.here
        self._store = Store(place.url)
        self.here.mkdir(parents=True)
        there = self._store.files()
        for name, file in there.items():
            if name.endswith(".parquet"):
                stand_in(self.here / name, file.size)
        self._store.fetch([name for name in there if _is_read_first(name)], self.here)
        self._made_from = self._told()

    @property
    def leave(self) -> tuple[str, ...]:
        """The addresses below which nothing is to be read: what a run writes."""
        return f"{self.place.url}/{PARTS}", f"{self.place.url}/{TABLES}"

    def _told(self) -> bytes | None:
        """What the tables were made from."""
        path = self.here / MADE_FROM
        return path.read_bytes() if path.is_file() else None

    def rules(self, models: Path | None) -> Path | None:
        """A folder of rules where every task finds it."""
        if models is None:
            return None
        here = self.here / MODELS
        shutil.copytree(models, here)
        names = [path.relative_to(self.here).as_posix() for path in sorted(here.rglob("*")) if path.is_file()]
        self._store.remove(self._store.files(MODELS).keys() - set(names))
        self._store.put(names, self.here)
        return here

    def put(self, name: str) -> None:
        """Put a file of here."""
        self._store.put([name], self.here)

    def gather(self) -> None:
        """Fetch the tables to be merged, those of the finished pieces."""
        finished = (path.parent for path in sorted(self.here.glob(f"parts/*/*/*/{pieces.MARK}")))
        wanted = (piece / f"{name}.parquet" for piece in finished for name in tables.TABLES)
        self._store.fetch((path.relative_to(self.here).as_posix() for path in wanted if path.exists()), self.here)

    def publish(self) -> None:
        """Put the tables, if they are other ones now, and remove the pieces that nobody needs any more."""
        if self._told() != self._made_from:
            self._store.remove([MADE_FROM])
            self._store.remove(self._store.files(TABLES))
            here = sorted(path.relative_to(self.here).as_posix() for path in self.here.rglob("*.parquet"))
            self._store.put([name for name in here if name.startswith(TABLES)], self.here)
            # Beside the pieces: what `ingest` settled.
            self._store.put([name for name in here if name.startswith(PARTS) and not _piece_of(name)], self.here)
            self._store.put([MADE_FROM], self.here)
        there = [name for name in self._store.files(PARTS) if _piece_of(name)]
        gone = [name for name in there if not (self.here / _piece_of(name)).exists()]
        self._store.remove(sorted(gone, key=lambda name: not name.endswith(f"/{pieces.MARK}")))


def _is_read_first(name: str) -> bool:
    """Whether a run reads a file of an earlier one before it knows what is left to do."""
    *_, last = name.split("/")
    if _piece_of(name):
        return last in (pieces.MARK, "files.parquet")
    return name in (MADE_FROM, INPUTS) or name.startswith(f"{TABLES}errors/")


def _piece_of(name: str) -> str:
    """`parts/STAGE/BATCH/PIECE` of a file of a piece; else nothing."""
    parts = name.split("/")
    return "/".join(parts[:4]) if len(parts) == 5 and parts[0] == "parts" else ""


# --- tasks ------------------------------------------------------------------------------------------------------------


class Staged:
    """An engine whose tasks read from and write to stores; here it leaves the marks of their pieces, and stand-ins."""

    def __init__(self, engine: Engine, places: Sequence[Place]) -> None:
        self._engine = engine
        self._places = tuple(places)

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result, or with how it was lost."""
        for task, answer in self._engine.work(AtStore(do, self._places), tasks, told):
            if isinstance(answer, Lost):
                yield task, answer
                continue
            result, mark = answer
            if mark is not None and isinstance(task, Movable):
                pieces.begin(task.makes)
                for name, size in json.loads(mark)["sizes"].items():
                    stand_in(task.makes / name, size)
                (task.makes / pieces.MARK).write_bytes(mark)
            yield task, result


@dataclass(frozen=True)
class AtStore(Generic[T, R]):
    """Does a task on a folder of its own, with what it reads fetched there and what it makes put to the store.

    Gives the result, and the mark of the piece if that was put.
    """

    do: Do[T, R]
    places: tuple[Place, ...]

    def __call__(self, task: T, tell: Tell) -> tuple[R, bytes | None]:
        if not isinstance(task, Movable):
            raise TypeError(f"{type(task).__name__} does not say what it reads")
        with TemporaryDirectory(prefix="crs-") as scratch:
            top = Path(scratch)

            def moved(path: Path) -> Path:
                found = self._find(path)
                return top / str(found[0]) / found[1] if found else path

            tell(Beat(None, COPY_SECONDS))
            self._fetch(task, top)
            result = self.do(task.moved(moved), tell)
            tell(Beat(None, COPY_SECONDS))
            return result, self._put(task.makes, moved(task.makes))

    def _find(self, path: Path) -> tuple[int, str] | None:
        """The place that a path belongs to, by its number, and its name there."""
        for number, place in enumerate(self.places):
            if path.is_relative_to(place.here):
                return number, path.relative_to(place.here).as_posix()
        return None

    def _fetch(self, task: Movable, top: Path) -> None:
        wanted: dict[int, list[str]] = {}
        for number, name in filter(None, map(self._find, task.reads_files)):
            wanted.setdefault(number, []).append(name)
        for number, name in filter(None, map(self._find, task.reads_folders)):
            wanted.setdefault(number, []).extend(Store(self.places[number].url).files(name))
        for number, names in wanted.items():
            Store(self.places[number].url).fetch(names, top / str(number))

    def _put(self, path: Path, made: Path) -> bytes | None:
        """Put a piece, its mark last; the mark."""
        found = self._find(path)
        if found is None:
            return None
        number, name = found
        store, mark = Store(self.places[number].url), f"{name}/{pieces.MARK}"
        store.remove([mark])
        top = made.parents[len(PurePosixPath(name).parts) - 1]
        store.put([f"{name}/{file.name}" for file in sorted(made.iterdir()) if file.name != pieces.MARK], top)
        store.put([mark], top)
        return (made / pieces.MARK).read_bytes()
