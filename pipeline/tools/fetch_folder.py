"""The folder that `crs fetch` fills: whole files or none, what is remembered between runs, the line in params.yaml."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Hidden: no reader takes it for a report.
MEMORY = ".fetch.json"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whenever the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remembered(folder: Path) -> dict[str, Any]:
    """What an earlier run noted in a folder; empty where there was none or the note is broken."""
    try:
        memory = json.loads((folder / MEMORY).read_bytes())
    except (OSError, ValueError):
        return {}
    return memory if isinstance(memory, dict) else {}


def remember(folder: Path, memory: dict[str, Any]) -> None:
    """Note something for the next run; the file stays as it is where nothing is new."""
    data = (json.dumps(memory, indent=1, sort_keys=True) + "\n").encode()
    path = folder / MEMORY
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def check_batch(params: Path, batch: str, folder: Path) -> None:
    """ValueError where a batch cannot be added to params.yaml under this name."""
    if not BATCH.fullmatch(batch):
        raise ValueError(f"{batch!r} cannot name a batch: use letters, digits, '-' and '_'")
    if params.is_file():
        _with_batch(params, batch, folder)


def add_batch(params: Path, batch: str, folder: Path) -> bool:
    """Add a batch to params.yaml, comments and layout kept; False where it is there already or there is no such file."""
    text = _with_batch(params, batch, folder) if params.is_file() else None
    if text is None:
        return False
    write_whole(params, text.encode())
    return True


def _with_batch(params: Path, batch: str, folder: Path) -> str | None:
    """The text of params.yaml with a batch added; None where it has it."""
    yaml = YAML(pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    settings = yaml.load(params.read_text(encoding="utf-8"))
    batches = settings.get("batches") if isinstance(settings, dict) else None
    if batches is None or not hasattr(batches, "get"):
        raise ValueError(
            f"{params} has no `batches:` to add {batch} to: add that line, or name another file by --params"
        )
    path, root = folder.resolve(), params.resolve().parent
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    known = batches.get(batch)
    if known is not None:
        listed = known.get("path") if isinstance(known, dict) else None
        if not isinstance(listed, str) or (root / listed).resolve() != path:
            raise ValueError(f"{params} lists a batch {batch} with another path ({listed}): choose another name")
        return None
    entry = CommentedMap(path=shown)
    entry.fa.set_flow_style()
    batches[batch] = entry
    out = io.StringIO()
    yaml.dump(settings, out)
    return out.getvalue()
