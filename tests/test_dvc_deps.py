"""dvc.yaml names everything that a stage's result depends on: the modules it imports and the word lists these read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
STAGES: dict[str, dict[str, Any]] = YAML(typ="safe").load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
NAMED_LIST = re.compile(r"""\b(lexicon|gazetteer)\(\s*["'](\w+)["']""")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("pipeline", exclude_type_checking_imports=True)


def deps(stage: str) -> list[str]:
    return list(STAGES[stage].get("do", STAGES[stage])["deps"])


def files(stage: str) -> list[str]:
    """The module of a stage and every module of the package that it imports, directly or not."""
    module = f"pipeline.stages.{stage}"
    names = {module, *graph().find_upstream_modules(module)}
    if "pipeline.nlp.reader" in names:  # loads the recognisers by name
        names |= graph().find_upstream_modules("pipeline.nlp", as_package=True)
    paths = [ROOT.joinpath(*name.split(".")) for name in sorted(names)]
    found = [path / "__init__.py" if path.is_dir() else path.with_suffix(".py") for path in paths]
    return [path.relative_to(ROOT).as_posix() for path in found]


def data(stage: str) -> set[str]:
    """The word lists that those modules name."""
    kinds = {"lexicon": "lexicons/{}.txt", "gazetteer": "gazetteers/{}.csv"}
    sources = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in files(stage))
    return {f"models/{kinds[kind].format(name)}" for kind, name in NAMED_LIST.findall(sources)}


def covered(path: str, named: list[str]) -> bool:
    return any(path == dep or path.startswith(f"{dep}/") for dep in named)


@pytest.mark.parametrize("stage", STAGES)
def test_dvc_knows_what_a_stage_depends_on(stage: str) -> None:
    lacking = [path for path in [*files(stage), *data(stage)] if not covered(path, deps(stage))]
    assert lacking == [], f"name them under deps of {stage} in dvc.yaml"


@pytest.mark.parametrize("stage", STAGES)
def test_what_dvc_is_told_is_there(stage: str) -> None:
    fixed = [dep for dep in deps(stage) if "$" not in dep and not dep.startswith("outputs/")]
    assert [dep for dep in fixed if not (ROOT / dep).exists()] == []
