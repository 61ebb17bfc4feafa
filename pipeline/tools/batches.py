"""Print the batches that params.yaml lists as options of `crs tabulate`: `--batch=sample --batch=mine`.

    crs tabulate outputs/parts $(python -m pipeline.tools.batches) --out outputs/tables

The merging stage takes in what is listed, not what happens to lie in the folder of parts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ruamel.yaml import YAML


def batches(params: Path) -> list[str]:
    """The keys under `batches`, in their order. ValueError where there are none."""
    listed = YAML(typ="safe", pure=True).load(params.read_text(encoding="utf-8"))
    keys = listed.get("batches") if isinstance(listed, dict) else None
    if not isinstance(keys, dict) or not keys:
        raise ValueError(
            f"{params} lists no batches; it needs a line such as `sample: {{path: corpus/sample}}` under them"
        )
    return [str(key) for key in keys]


if __name__ == "__main__":
    print(*(f"--batch={key}" for key in batches(Path(*sys.argv[1:2] or ["params.yaml"]))))
