"""What others build on, as text: functions, components, commands, tables. A change shows up as a diff in review.

`make surface` writes the files of `tests/surface/` anew.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click import Group
from click.core import Command

import pipeline
from pipeline.cli import main
from pipeline.nlp.components import FACTORIES
from pipeline.tables import TABLES

FOLDER = Path(__file__).resolve().parent / "surface"


def functions() -> Iterator[str]:
    for name in pipeline.__all__:
        yield f"pipeline.{name}{inspect.signature(getattr(pipeline, name))}"


def components() -> Iterator[str]:
    yield from FACTORIES


def commands() -> Iterator[str]:
    def of(command: Command, name: str) -> Iterator[str]:
        yield name
        for parameter in command.params:
            shown = " ".join([*parameter.opts, *parameter.secondary_opts])
            many = " …" if parameter.nargs == -1 or getattr(parameter, "multiple", False) else ""
            yield f"    {parameter.param_type_name} {shown}{many}{' (required)' if parameter.required else ''}"
        if isinstance(command, Group):
            for child in sorted(command.commands):
                yield from of(command.commands[child], f"{name} {child}")

    yield from of(main, "crs")


def tables() -> Iterator[str]:
    for table in TABLES.values():
        yield f"{table.name}: key {table.key}, sorted by {', '.join(table.order)}"
        for column in table.columns:
            values = f" {{{', '.join(column.values)}}}" if column.values else ""
            yield f"    {column.name}: {column.type}{' not null' if column.required else ''}{values}"


@pytest.mark.parametrize("face", [functions, components, commands, tables], ids=lambda face: face.__name__)
def test_surface(face: Callable[[], Iterator[str]]) -> None:
    path = FOLDER / f"{face.__name__}.txt"
    shown = "\n".join(face()) + "\n"
    if os.environ.get("UPDATE_SURFACE"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown, "if this change is meant, run `make surface` and commit it"
