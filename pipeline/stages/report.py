"""report: the final tables -> a site of static pages to look at.

`OUT/index.html` shows the collection and lists the reports; `OUT/reports/` holds a page each. The pages open from disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report import extra

if TYPE_CHECKING:
    from pipeline.report.site import Site


def run(tables: Path, out: Path, version: str) -> Site:
    """Build the site of a folder of tables in `out`; an older site there is replaced in one go.

    `version` is that of the package: the pages name it at their foot, and nothing else depends on it.

    MissingExtraError where the libraries of the extra `report` are not installed, TableError where a table lacks.
    """
    extra.check()
    from pipeline.report import site

    return site.build(tables, out, version)
