"""What README.md shows runs, and its table of real output is what the sample gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.tools import docs

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_code(block: str, sample: run.Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").symlink_to(sample.tables.parent)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)
    if "tables" in names:
        assert names["tables"]["dates"].start_date.astype(str).tolist() == ["2014-01-01"]


def test_the_table_of_real_output_is_what_the_sample_gives(sample: run.Summary) -> None:
    assert docs.readme(sample.tables) == README, "run `make run readme`"


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []
