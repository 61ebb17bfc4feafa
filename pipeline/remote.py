"""Object stores: a run whose files, or whose results, lie at an fsspec address (s3://…, gs://…). Only here is fsspec known.

A store has no folders to rename and no locks, but what is put appears whole. So tasks run on a folder of their own:
what they read is fetched, what they make is put, the mark of the piece last. The process that started the run has a
folder that stands for OUT, with marks and small tables alone until the tables are merged.

The tables are put in this order: `parts/tables.json` and the old tables are removed, the new ones are put,
`parts/tables.json` is put. So whoever looks meets one set or lacks a table, but never tables of two runs; the set is
whole where `parts/tables.json` stands. A run that was killed meanwhile is finished by the next. Nothing keeps two runs
from writing to one OUT at the same time: that is up to the user.
"""

from __future__ import annotations

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Generic, Literal, NamedTuple, TypeVar

from pipeline import pieces, tables
from pipeline import run as runner
from pipeline.pool import Beat, Do, Engine, Lost, Movable, Tell
from pipeline.progress import SILENT, Progress

T = TypeVar("T")
R = TypeVar("R")

MISSING = "fsspec is not installed: `pip install 'crs-pipeline[ray]'` and what your store needs (s3fs, gcsfs, …)"
# How long it may take to fetch what a piece is made from, or to put it: a few MB in a few files.
COPY_SECONDS = 600.0
PARTS, TABLES = "parts/", "tables/"
MADE_FROM = f"{PARTS}{runner.MADE_FROM}"
MODELS = f"{PARTS}models/"


class Place(NamedTuple):
    """A folder of a store, and the path that stands for it in tasks."""

    here: Path
    url: str


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
    with TemporaryDirectory(prefix="crs-") as scratch:
        inputs, places = _inputs(paths, Path(scratch), progress)
        if isinstance(out, Path):
            return runner.run(
                inputs,
                out,
                engine=Staged(engine, places) if places else engine,
                versions=versions,
                models=models,
                strict=strict,
                progress=progress,
            )
        home = Home(Place(Path(scratch) / "out", out))
        summary = runner.run(
            inputs,
            home.here,
            engine=Staged(engine, [*places, home.place]),
            versions=versions,
            models=home.rules(models),
            strict=strict,
            progress=progress,
            gather=home.gather,
        )
        home.publish()
        return summary


class Store:
    """A folder of an object store; files are named by their path below it. OSError where the store does not serve."""

    def __init__(self, url: str) -> None:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise ValueError(MISSING) from error
        self.url = url.rstrip("/")
        # A store makes its folders by itself; so shall a folder that plays one.
        options = {"auto_mkdir": True} if url.startswith(("file:", "local:")) else {}
        with self._plainly():
            self._fs, root = url_to_fs(self.url, **options)
        self._root = root.rstrip("/")

    def sizes(self, below: str = "") -> dict[str, int]:
        """The files of the folder (or of one in it), and their bytes; one without a name where it is a file itself."""
        with self._plainly():
            self._fs.invalidate_cache()
            found = self._fs.find(self._path(below.rstrip("/")), detail=True)
        names = {path[len(self._root) :].lstrip("/"): int(about["size"] or 0) for path, about in found.items()}
        return {name: size for name, size in sorted(names.items()) if _is_name(name)}

    def fetch(self, names: Iterable[str], to: Path) -> None:
        """Copy files into a folder of this machine."""
        wanted = [(self._path(name), to / name) for name in names]
        for _, path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
        if wanted:
            with self._plainly():
                self._fs.get([path for path, _ in wanted], [str(path) for _, path in wanted])

    def put(self, names: Iterable[str], source: Path) -> None:
        """Copy files from a folder of this machine; each appears when it is whole."""
        wanted = [(str(source / name), self._path(name)) for name in names]
        if wanted:
            with self._plainly():
                self._fs.put([path for path, _ in wanted], [path for _, path in wanted])

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; those that are not there are gone already."""
        for name in names:
            with self._plainly():
                try:
                    self._fs.rm_file(self._path(name))
                except FileNotFoundError:
                    continue

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Whatever a file system raises (each has errors of its own), as an OSError with a sentence."""
        try:
            yield
        except Exception as error:
            told = str(error).strip().split("\n")[0] or type(error).__name__
            raise OSError(f"{self.url} cannot be used: {told}") from error


def _is_name(name: str) -> bool:
    """Whether a file of this name can lie in a folder: stores allow `a//b` and `../a` too."""
    return name == "" or (PurePosixPath(name).as_posix() == name and ".." not in name.split("/"))


def _inputs(paths: Sequence[Path | str], scratch: Path, progress: Progress) -> tuple[list[Path], list[Place]]:
    """The files to read as paths of this machine, and which addresses stand behind them.

    They are fetched, since what is known from before is told by what is in a file.
    """
    found: list[Path] = []
    places: list[Place] = []
    for number, path in enumerate(paths):
        if isinstance(path, Path):
            found.append(path)
            continue
        store, here = Store(path), scratch / "in" / str(number)
        names = list(store.sizes())
        if not names:
            raise OSError(f"there is nothing at {path}: check the address, and that you may read it")
        if names == [""]:
            parent, _, name = store.url.rpartition("/")
            store, names = Store(parent), [name]
            found.append(here / name)
        else:
            names = [name for name in names if not any(part.startswith(".") for part in name.split("/"))]
            found.append(here)
        here.mkdir(parents=True)
        progress.say(f"{path}: fetching {len(names):,} files")
        store.fetch(names, here)
        places.append(Place(here, store.url))
    return found, places


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
        there = self._store.sizes()
        for name, size in there.items():
            if name.endswith(".parquet"):
                _stand_in(self.here / name, size)
        self._store.fetch([name for name in there if _is_read_first(name)], self.here)
        self._made_from = self._told()

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
        self._store.remove(self._store.sizes(MODELS).keys() - set(names))
        self._store.put(names, self.here)
        return here

    def gather(self) -> None:
        """Fetch the tables to be merged, those of the finished pieces."""
        finished = (path.parent for path in sorted(self.here.glob(f"parts/*/*/*/{pieces.MARK}")))
        wanted = (piece / f"{name}.parquet" for piece in finished for name in tables.TABLES)
        self._store.fetch((path.relative_to(self.here).as_posix() for path in wanted if path.exists()), self.here)

    def publish(self) -> None:
        """Put the tables, if they are other ones now, and remove the pieces that nobody needs any more."""
        if self._told() != self._made_from:
            self._store.remove([MADE_FROM])
            self._store.remove(self._store.sizes(TABLES))
            here = sorted(path.relative_to(self.here).as_posix() for path in self.here.rglob("*.parquet"))
            self._store.put([name for name in here if name.startswith(TABLES)], self.here)
            # Beside the pieces: what `ingest` settled.
            self._store.put([name for name in here if name.startswith(PARTS) and not _piece_of(name)], self.here)
            self._store.put([MADE_FROM], self.here)
        there = [name for name in self._store.sizes(PARTS) if _piece_of(name)]
        gone = [name for name in there if not (self.here / _piece_of(name)).exists()]
        self._store.remove(sorted(gone, key=lambda name: not name.endswith(f"/{pieces.MARK}")))


def _is_read_first(name: str) -> bool:
    """Whether a run reads a file of an earlier one before it knows what is left to do."""
    *_, last = name.split("/")
    if _piece_of(name):
        return last in (pieces.MARK, "files.parquet")
    return name == MADE_FROM or name.startswith(f"{TABLES}errors/")


def _stand_in(path: Path, size: int) -> None:
    """An empty file that looks as large; it takes no room on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


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
                    _stand_in(task.makes / name, size)
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
            wanted.setdefault(number, []).extend(Store(self.places[number].url).sizes(name))
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
