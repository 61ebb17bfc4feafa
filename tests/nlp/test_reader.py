"""The reader: it reads by the models in use when it is built, whatever was read in the process before."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import rules
from pipeline.nlp.reader import RECOGNISERS, Reader, new_vocab

NLP = Path(rules.__file__).parent / "nlp"
# Reads a report by the models of a folder, in a process that has read nothing before.
ALONE = """
import json, sys
from pipeline import rules
from pipeline.nlp.reader import RECOGNISERS, Reader, new_vocab
rules.use_models(sys.argv[1])
page = Reader(new_vocab()).read(text := sys.stdin.read(), [(0, len(text))])
print(json.dumps({layer: list(map(str, getattr(page, layer))) for layer in ("sentences", *RECOGNISERS)}))
"""


@pytest.fixture
def poorer(root: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder of models without every third term of every lexicon."""
    folder = tmp_path / "models"
    shutil.copytree(root / "models", folder)
    for path in (folder / "lexicons").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for n, line in enumerate(lines) if n % 3 or line[0] == "#"), encoding="utf-8")
    yield folder
    rules.use_models(None)


def rows(text: str) -> dict[str, list[str]]:
    page = Reader(new_vocab()).read(text, [(0, len(text))])
    return {layer: list(map(str, getattr(page, layer))) for layer in ("sentences", *RECOGNISERS)}


def test_two_folders_of_models_in_one_process_are_not_mixed(root: Path, poorer: Path) -> None:
    text = (root / "corpus" / "sample" / "IN10265.txt").read_text(encoding="utf-8")
    packaged = rows(text)
    rules.use_models(poorer)
    after_others = rows(text)
    alone = subprocess.run(
        [sys.executable, "-c", ALONE, poorer], input=text, capture_output=True, check=True, encoding="utf-8", cwd=root
    )
    assert after_others == json.loads(alone.stdout)
    assert after_others != packaged
    rules.use_models(None)
    assert rows(text) == packaged


def test_no_function_remembers_for_ever() -> None:
    """`rules.from_models` forgets with the models, `lru_cache` has a bound; `cache` has neither."""
    for path in sorted(NLP.rglob("*.py")):
        functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        decorators = {ast.unparse(decorator) for function in functions for decorator in function.decorator_list}
        assert "cache" not in decorators, f"{path.name}: use rules.from_models or lru_cache(maxsize=…)"


def test_words_have_the_attributes_that_patterns_ask_for(root: Path, tmp_path: Path) -> None:
    text = (root / "models" / "claims_assertions.yaml").read_text(encoding="utf-8")
    plain = new_vocab()["FORTY"]
    assert (plain.lower_, plain.like_num) == ("forty", False)
    folder = tmp_path / "models"
    shutil.copytree(root / "models", folder)
    (folder / "claims_assertions.yaml").write_text(
        text.replace('- [{LOWER: in}, {OP: "{1,9}"}', '- [{LOWER: in}, {like_num: true, OP: "{1,9}"}'), encoding="utf-8"
    )
    rules.use_models(folder)
    asked = new_vocab()["FORTY"]
    rules.use_models(None)
    assert (asked.lower_, asked.like_num) == ("forty", True)


def test_a_reader_is_full_when_its_vocabulary_has_met_too_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(new_vocab(), ["claims"])
    monkeypatch.setattr("pipeline.nlp.reader.MOST_STRINGS", len(reader.vocab.strings) + 1)
    text = "Zyx quaxed blorfs."
    assert not reader.is_full
    reader.read(text, [(0, len(text))])
    assert reader.is_full
