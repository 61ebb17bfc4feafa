"""Object stores: files at an fsspec address (s3://…, gs://…). The only module that knows fsspec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

MISSING = "fsspec is not installed: `pip install 'crs-pipeline[ray]'` and what your store needs (s3fs, gcsfs, …)"
# By which names file systems tell the version of a file, the most certain first: a hash, or when it was written.
VERSIONS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "updated", "mtime", "modified")


class Place(NamedTuple):
    """A folder of a store, and the path that stands for it in tasks."""

    here: Path
    url: str


class Stored(NamedTuple):
    """A file of a store: its bytes, and what tells it from the file that was there before; None: nothing does."""

    size: int
    version: str | None

    @classmethod
    def of(cls, about: Mapping[str, Any]) -> Stored:
        """As a file system tells it."""
        told = (about[name] for name in VERSIONS if about.get(name))
        return cls(int(about["size"] or 0), next(map(str, told), None))


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

    def files(self, below: str = "") -> dict[str, Stored]:
        """The files of the folder (or of one in it) by name; one without a name where it is a file itself."""
        with self._plainly():
            self._fs.invalidate_cache()
            found = self._fs.find(self._path(below.rstrip("/")), detail=True)
        names = {path[len(self._root) :].lstrip("/"): Stored.of(about) for path, about in found.items()}
        return {name: file for name, file in sorted(names.items()) if _is_name(name)}

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


def stand_in(path: Path, size: int) -> None:
    """An empty file that looks as large; it takes no room on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
