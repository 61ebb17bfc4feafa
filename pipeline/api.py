"""What notebooks use: `load()`, `extract()`, `read()`."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from spacy.language import Language

    from pipeline.nlp.reader import Reader


def load(models: str | Path | None = None) -> Language:
    """A blank English spaCy pipeline with the `crs_*` components; rules from `models`, else the packaged ones.

    Rows land in `doc.spans["figures"]` and so on; see `pipeline.nlp.components`.
    """
    import spacy

    from pipeline import rules
    from pipeline.nlp.components import CONFIG, FACTORIES

    rules.use_models(models)
    nlp = spacy.blank("en", config=CONFIG)
    for name in FACTORIES:
        nlp.add_pipe(name)
    return nlp


@cache
def _reader() -> Reader:
    from pipeline.nlp.reader import Reader, new_vocab

    return Reader(new_vocab())


def extract(text: str, *, published: date | None = None, report_id: str | None = None) -> dict[str, pd.DataFrame]:
    """Every mention table for a string as it stands, as data frames by table name.

    The string is one section; blank lines part its paragraphs; offsets index that very string. Without `published`
    relative dates stay unresolved.
    """
    from pipeline.columns import Columns, Job, add_page
    from pipeline.nlp.components import paragraphs

    reader = _reader()
    doc_id = report_id or "text"
    section = f"{doc_id}:sections:0-{len(text)}"
    spans = paragraphs(text)
    page = reader.read(text, spans, published=published, report_id=report_id)
    columns = Columns()
    job = Job(doc_id, report_id, published, text, "", None, [(start, end, section) for start, end in spans])
    add_page(columns, job, page)
    return {name: _frame(name, table) for name, table in columns.to_arrow().items() if name != "errors"}


def read(table: str, folder: str | Path = "outputs/tables") -> pd.DataFrame:
    """A table of a run as a data frame with pandas 3 dtypes: dates as `date32[day][pyarrow]`, categories as such."""
    from pipeline import store
    from pipeline.tables import TABLES

    if table not in TABLES:
        raise ValueError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    return _frame(table, store.read(Path(folder), table))


def _frame(name: str, table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a data frame: every column Arrow-backed (null stays null), categories as categories."""
    import pandas as pd
    import pyarrow as pa

    from pipeline.tables import TABLES

    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    for column in TABLES[name].columns:
        if pa.types.is_dictionary(column.type) and column.name in frame:
            frame[column.name] = frame[column.name].astype("str").astype("category")
    return frame
