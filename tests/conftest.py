"""The fixtures of every test, and the check of a rule's examples that each layer's test calls."""

from __future__ import annotations

import pytest
import spacy
from spacy.vocab import Vocab


@pytest.fixture(scope="session")
def vocab() -> Vocab:
    return spacy.blank("en").vocab
