"""crs-pipeline: Congressional Research Service reports in, tables that policy researchers can compute with out.

`load()`, `extract()` and `read()` are imported when first used, so that importing the package costs nothing.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["extract", "load", "read"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pipeline import api

        return getattr(api, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
