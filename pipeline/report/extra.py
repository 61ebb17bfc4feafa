"""The libraries that only the report site needs: are they here?"""

from __future__ import annotations

from importlib.util import find_spec

LIBRARIES = {"jinja2": "jinja2", "altair": "altair", "vl_convert": "vl-convert-python"}  # module: distribution


class MissingExtraError(ValueError):
    """Libraries of the extra `report` are not installed."""


def check() -> None:
    """MissingExtraError with a sentence that says what to install."""
    lacking = [name for module, name in LIBRARIES.items() if find_spec(module) is None]
    if lacking:
        raise MissingExtraError(f"`crs report` needs {', '.join(lacking)}: pip install 'crs-pipeline[report]'")
