"""The fixtures that more than one module of tests uses."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest
import spacy
from spacy.vocab import Vocab

from pipeline import run

# The same examples on every run: a property that fails today failed yesterday. How long one takes says nothing here.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def vocab() -> Vocab:
    """A blank English vocabulary."""
    return spacy.blank("en").vocab


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> run.Summary:
    """One run over corpus/sample, for every test that only looks at the tables."""
    return run.run([ROOT / "corpus" / "sample"], tmp_path_factory.mktemp("sample"))
