"""Rule files: where they lie, what a rule is, how they are read and checked.

`models/` holds data only: `*.yaml` rule files (one a layer or a family of a layer), `lexicons/*.txt` (one term a
line, `#` comments), `gazetteers/*.csv` (a `# source:` note, a header line, then rows). It lies beside the package in
a checkout and inside it (`pipeline/models`) in an installed wheel.

A rule without both an example and a counter-example is refused. Examples are sentences in inline mark-up,

    In a 2019 poll, [64%]{kind=percent value=64 of=adults} of adults agreed.

and say what the layer finds in that sentence: every marked span with the attributes named, and nothing else. In an
example at least one row is made by the rule itself, in a counter-example none. Attributes are columns of the layer's
table; a blank in a value needs quotes (`of="adult citizens"`), `none` is null, `source`, `content` and `cue` of a
claim are given as text.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

LAYERS = ("citations", "dates", "figures", "entities", "claims")
# The report date that relative dates in examples are resolved against, where an example names no other.
EXAMPLE_DATE = date(2015, 4, 28)


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to change."""


class Example(BaseModel):
    """A marked-up sentence, and the date of the report that it is thought to stand in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    published: date = EXAMPLE_DATE


class Rule(BaseModel):
    """One rule of a rule file.

    id        `layer.family.name`, unique, the `rule` column of the rows it makes
    about     a sentence for the documentation: what it finds
    kind      the value of the layer's category column (kind, type or label), where the rule fixes it
    phrases   anchors: token sequences that PhraseMatcher looks up without regard to case
    patterns  Matcher patterns (lists of token attributes), run on the window round a phrase of the rule
    terms     named lists of words that the layer's grammar reads (units, cues by stance, …)
    set       fixed values of columns (modality, stance, mod, bound, …)
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    about: str
    kind: str | None = None
    phrases: list[str] = []
    patterns: list[list[dict[str, Any]]] = []
    terms: dict[str, list[str]] = {}
    set: dict[str, str] = {}
    examples: list[Example] = Field(min_length=1)
    counter_examples: list[Example] = Field(min_length=1)

    @model_validator(mode="after")
    def _anchored(self) -> Self:
        if self.patterns and not self.phrases:
            raise ValueError("patterns need phrases: the words round which they are looked for")
        return self


class RuleFile(BaseModel):
    """A rule file: its layer, a line of what it holds, and its rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    layer: str
    about: str
    rules: list[Rule]


class Mark(NamedTuple):
    """A marked span of an example: offsets into the plain text and the attributes asked of the row there."""

    start: int
    end: int
    attributes: dict[str, str | None]


MARK = re.compile(r"\[([^\[\]]+)\]\{([^{}]*)\}")


def unmark(text: str) -> tuple[str, list[Mark]]:
    """Split a marked-up example into the plain text and its marks."""
    plain: list[str] = []
    marks = []
    length = position = 0
    for match in MARK.finditer(text):
        plain.append(text[position : match.start()])
        length += match.start() - position
        plain.append(match.group(1))
        attributes: dict[str, str | None] = {}
        try:
            parts = shlex.split(match.group(2))
        except ValueError as error:
            raise RuleError(f"{match.group(2)!r} in {text!r} has a quote that is not closed") from error
        for part in parts:
            name, equals, value = part.partition("=")
            if not equals:
                raise RuleError(f"{part!r} in {text!r} is no name=value; quote a value that holds blanks")
            attributes[name] = None if value == "none" else value
        marks.append(Mark(length, length + len(match.group(1)), attributes))
        length += len(match.group(1))
        position = match.end()
    plain.append(text[position:])
    return "".join(plain), marks


@cache
def models_folder() -> Path:
    """The folder of rule files: in the wheel inside the package, in a checkout beside it."""
    package = Path(__file__).resolve().parent
    for folder in (package / "models", package.parent / "models"):
        if folder.is_dir():
            return folder
    raise RuleError(f"no models/ folder in {package} or beside it; install the package again")


_custom: list[Path] = []
_in_use: list[str] = []
_forget: list[Callable[[], None]] = []
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def from_models(maxsize: int | None = None) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """A decorator: remember what a function makes of `models/`, until `use_models` names another folder.

    Give a `maxsize` wherever the arguments are words of documents: there is no end of them.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        remembered = lru_cache(maxsize)(function)
        _forget.append(remembered.cache_clear)
        return cast("Callable[Parameters, Result]", remembered)

    return decorate


def use_models(folder: str | Path | None) -> str:
    """Read rules from `folder` from now on (None: the packaged ones); returns their fingerprint.

    Where these very rules are in use already nothing is forgotten. Build readers and components after it: those built
    before share what is now read anew.
    """
    chosen = [Path(folder)] if folder is not None else []
    now = fingerprint(folder)
    if (chosen, now) != (_custom, *_in_use):
        _custom[:], _in_use[:] = chosen, [now]
        for forget in _forget:
            forget()
    return now


def fingerprint(folder: str | Path | None = None) -> str:
    """A hash of every file of a folder of rules (None: the packaged ones), names included."""
    top = Path(folder) if folder is not None else models_folder()
    return _hash(tuple(sorted(_files(str(top)))) if top.is_dir() else ())


def _files(folder: str, prefix: str = "") -> Iterator[tuple[str, str, int, int]]:
    """Name, path, time of change and size of every file of a folder and of those in it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                state = entry.stat()
                yield prefix + entry.name, entry.path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=8)  # every piece of a run asks; files that have not changed since are not read again
def _hash(files: tuple[tuple[str, str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, path, _, _ in files:
        digest.update(f"{name}\0".encode() + Path(path).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _folder() -> Path:
    return _custom[0] if _custom else models_folder()


def load_rule_file(path: Path) -> RuleFile:
    """Read and check one rule file; RuleError says what to change."""
    try:
        raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise RuleError(f"{path.name} cannot be read as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise RuleError(f"{path.name}: expected a mapping with layer, about and rules")
    rules = raw.get("rules")
    for rule in rules if isinstance(rules, list) else []:
        for key in ("examples", "counter_examples"):
            if isinstance(rule, dict) and isinstance(rule.get(key), list):
                rule[key] = [{"text": item} if isinstance(item, str) else item for item in rule[key]]
    try:
        loaded = RuleFile.model_validate(raw)
    except ValidationError as error:
        problems = "; ".join(f"{_place(raw, e['loc'])}: {e['msg']}" for e in error.errors()[:5])
        raise RuleError(f"{path.name}: {problems}") from error
    if loaded.layer not in LAYERS:
        raise RuleError(f"{path.name}: layer {loaded.layer!r} is none of {', '.join(LAYERS)}")
    return loaded


def _place(raw: dict[str, Any], location: tuple[str | int, ...]) -> str:
    """Where something is wrong in a rule file: the rule by its id, as far as it has one, and the key."""
    names = [str(step) for step in location]
    if len(location) > 1 and location[0] == "rules" and isinstance(location[1], int):
        rule = raw["rules"][location[1]]
        known = isinstance(rule, dict) and rule.get("id")
        names[:2] = [f"rule {known}" if known else f"rule number {location[1] + 1}"]
    return ": ".join([names[0], ".".join(names[1:])] if names[1:] else names)


@from_models()
def _layer_files(layer: str) -> dict[str, RuleFile]:
    """The rule files of a layer (`<layer>*.yaml`) by name, in the order of the names."""
    paths = sorted(_folder().glob("*.yaml"))
    stray = [path.name for path in paths if not path.name.startswith(LAYERS)]
    if stray:
        raise RuleError(f"{stray[0]}: a rule file's name begins with its layer, one of {', '.join(LAYERS)}")
    files = {path.name: load_rule_file(path) for path in paths if path.name.startswith(layer)}
    seen: dict[str, str] = {}
    for name, file in files.items():
        if file.layer != layer:
            raise RuleError(f"{name} says layer: {file.layer}; a rule file's name begins with its layer")
        for rule in file.rules:
            if not rule.id.startswith(f"{layer}."):
                raise RuleError(f"{name}: rule {rule.id} must be called {layer}.…")
            if rule.id in seen:
                raise RuleError(f"rule {rule.id} stands in {seen[rule.id]} and in {name}; give one of them another id")
            seen[rule.id] = name
    return files


def rule_files() -> dict[str, RuleFile]:
    """Every rule file by its name, layer by layer."""
    return {name: file for layer in LAYERS for name, file in _layer_files(layer).items()}


@from_models()
def rules_for(layer: str) -> dict[str, Rule]:
    """The rules of a layer by id."""
    return _Rules({rule.id: rule for file in _layer_files(layer).values() for rule in file.rules})


class _Rules(dict[str, Rule]):
    """The rules of a layer by id; RuleError where the grammar asks for one that is not there."""

    def __missing__(self, rule: str) -> Rule:
        raise RuleError(
            f"there is no rule {rule}, which the grammar reads by: put it back into {rule.split('.', maxsplit=1)[0]}*.yaml"
        )


@from_models()
def lexicon(name: str) -> tuple[str, ...]:
    """The terms of `models/lexicons/<name>.txt`, in the order of the file."""
    path = _folder() / "lexicons" / f"{name}.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"lexicon {path} cannot be read: {error}") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@from_models()
def gazetteer(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `models/gazetteers/<name>.csv`, which opens with a `# source:` line."""
    path = _folder() / "gazetteers" / f"{name}.csv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"gazetteer {path} cannot be read: {error}") from error
    if not lines or not lines[0].startswith("# source:"):
        raise RuleError(f"gazetteer {path.name} must open with a line '# source: where these facts come from'")
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), strict=True)
    try:
        found = tuple(_Row(row, path.name) for row in rows)
    except csv.Error as error:
        raise RuleError(f"gazetteer {path.name} cannot be read: {error}") from error
    for row in found:
        if None in row or None in row.values():
            told = ", ".join(map(str, list(row.values())[:2]))
            raise RuleError(f"gazetteer {path.name}: the row {told} … has more or fewer columns than the first line")
    return found


class _Row(dict[str, str]):
    """A row of a gazetteer; RuleError where somebody asks for a column that it lacks."""

    def __init__(self, row: dict[str, str], file: str) -> None:
        super().__init__(row)
        self._file = file

    def __missing__(self, column: str) -> str:
        raise RuleError(f"gazetteer {self._file} has no column {column}: its first line must name it")
