"""What notebooks use: `load()`, `extract()`, `read()`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    from spacy.language import Language

    from pipeline.nlp.reader import Reader
    from pipeline.tables import Column

# Tables that `read` can put text beside, and what it puts there: by which key, of which table, which columns and the
# names they get.
WITH_TEXT = ("figures", "dates", "entities", "citations", "claims", "sentences", "links")
BESIDE = (
    ("sentence_id", "sentences", {"text": "sentence"}),
    ("section_id", "sections", {"path": "section"}),
    ("doc_id", "documents", {"report_id": "report_id", "title": "title", "published": "published"}),
)


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


def read(
    table: str,
    folder: str | Path = "outputs/tables",
    *,
    columns: str | Iterable[str] | None = None,
    reports: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    with_text: bool = False,
) -> pd.DataFrame:
    """A table of a run as a data frame.

    `folder` is the folder of tables, or the one that `crs run` was given as `--out`. `docs/tables.md` says what tables
    and columns mean.

        import pipeline

        claims = pipeline.read("claims", "out")
        claims.groupby(["type", "source_kind"], observed=True).size()

        # Who opposes what, with the sentence and the report beside it
        opposed = pipeline.read("claims", "out", where={"stance": "oppose"}, with_text=True)
        opposed[["source", "content", "sentence", "title", "published"]]

        # A few columns of two reports; the rest of a large collection is not loaded
        dates = pipeline.read("dates", "out", reports=["IN10265", "R99001"], columns=["text", "start_date", "precision"])
        dates[dates.start_date >= "2026-01-01"]

    What is loaded of the table:

    - `columns`: these, in this order; else all.
    - `reports`: the rows of these reports, by number (`IN10265`: every version) or by version (`IF10491v14`).
    - `where`: the rows whose column has the value given, or one of a list of values; `None` stands for no value.

    `with_text=True` adds what a row is read with: `sentence` (its text), `section` (the headings from the top,
    `A > B`), and of the report `report_id`, `title` and `published`. It is for tables of mentions; to `sentences` and
    `links` it adds section and report.

    Dtypes are those of pandas 3, with pandas 2 as well. Text is `str`; dates are `datetime64`; categories are
    `category`, those with a fixed set of values with all of them, in the order of the schema; numbers are `float64`,
    counts and offsets `int64`, or `Int64` where one may be missing. Lists are lists: `explode` makes a row of each item.
    Missing is NaN, NaT or NA, and `isna()` finds them all.

    Raises ValueError, saying what to do: there is no such table in the folder, no such column, report or category;
    or `with_text` is asked of a table whose rows stand in no section.
    """
    from pipeline import store
    from pipeline.tables import TABLES

    if table not in TABLES:
        raise ValueError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    known = TABLES[table].names
    columns = None if columns is None else _listed(columns)
    for name in (*(columns or ()), *(where or ())):
        if name not in known:
            raise ValueError(f"no column {name!r} in {table}; its columns are {', '.join(known)}")
    if with_text and table not in WITH_TEXT:
        raise ValueError(f"with_text is for {', '.join(WITH_TEXT)}; join {table} to documents by doc_id instead")
    folder = _tables_in(Path(folder))
    keys = [key for key, _, _ in BESIDE if key in known] if with_text else []
    loaded = None if columns is None else list(dict.fromkeys([*columns, *keys]))
    rows = store.read(folder, table, loaded, where=_condition(table, folder, reports, where))
    frame = _frame(table, rows if columns is None else rows.select(columns))
    if with_text:
        for key, other, names in BESIDE:
            if key in keys and key != TABLES[table].key:
                beside = _beside(rows, folder, other, key, list(names))
                for column, name in names.items():
                    frame[name] = beside[column]
    return frame


def _tables_in(folder: Path) -> Path:
    """The folder of tables: the one given, or `tables` in it where that is what it holds."""
    inner = folder / "tables"
    return inner if inner.is_dir() else folder


def _condition(
    table: str, folder: Path, reports: str | Iterable[str] | None, where: Mapping[str, Any] | None
) -> pc.Expression | None:
    """What a row must be to be loaded; None where every row is."""
    import pyarrow.compute as pc

    from pipeline.tables import TABLES

    tests = []
    if reports is not None:
        if "doc_id" not in TABLES[table].names:
            raise ValueError(f"rows of {table} belong to no report: leave `reports` out")
        tests.append(pc.field("doc_id").isin(_doc_ids(folder, _listed(reports))))
    columns = {column.name: column for column in TABLES[table].columns}
    tests += [_holds(columns[name], _listed(value)) for name, value in (where or {}).items()]
    return reduce(and_, tests) if tests else None


def _listed(value: Any) -> list[Any]:
    """One value or several, as a list."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _holds(column: Column, values: list[Any]) -> pc.Expression:
    """That a column has one of some values, None among them for no value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    given = [value for value in values if value is not None]
    odd = [value for value in given if column.values and value not in column.values]
    if odd:
        raise ValueError(f"{column.name} is never {odd[0]!r}; it may be {', '.join(column.values)}")
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    try:
        test = pc.field(column.name).isin(pa.array(given, kind))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise ValueError(f"`where` cannot look for {given} in {column.name}, which holds {kind}: {error}") from None
    return test | pc.field(column.name).is_null() if len(given) < len(values) else test


def _doc_ids(folder: Path, reports: list[str]) -> pa.Array:
    """The ids of the versions that are meant by numbers of reports and ids of versions."""
    import pyarrow as pa

    from pipeline import store

    found = store.read(folder, "documents", ["doc_id", "report_id"]).to_pylist()
    known = {row["doc_id"] for row in found} | {row["report_id"] for row in found}
    for report in reports:
        if report not in known:
            near = get_close_matches(report, sorted(known), n=3)
            raise ValueError(f"no report {report!r} in {folder}" + (f"; is it {' or '.join(near)}?" if near else ""))
    return pa.array([row["doc_id"] for row in found if {row["doc_id"], row["report_id"]} & set(reports)], pa.string())


def _beside(rows: pa.Table, folder: Path, table: str, key: str, columns: list[str]) -> pd.DataFrame:
    """Columns of another table for each row, found by a key that both have."""
    import pyarrow.compute as pc

    from pipeline import store

    # Tables are sorted by document: its id spares reading row groups, which the key alone does not.
    needed = [pc.field(name).isin(pc.unique(rows[name])) for name in dict.fromkeys(["doc_id", key])]
    other = store.read(folder, table, [key, *columns], where=reduce(and_, needed))
    at = pc.index_in(rows[key], value_set=other[key].combine_chunks())
    return _frame(table, other.select(columns).take(at))


def _frame(name: str, table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a data frame, with the dtypes that `read` promises."""
    import pandas as pd

    from pipeline.tables import TABLES, Column

    columns = {column.name: column for column in TABLES[name].columns}
    return pd.DataFrame(
        {
            field.name: _series(columns.get(field.name) or Column(field.name, field.type, ""), values)
            for field, values in zip(table.schema, table.columns, strict=True)
        }
    )


def _series(column: Column, values: pa.ChunkedArray) -> pd.Series[Any]:
    """A column as pandas takes it best; `values` hold categories as plain strings."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        return pd.Series(values.to_pylist(), dtype=object)
    if pa.types.is_dictionary(column.type):
        open_values = sorted(set(pc.unique(values).to_pylist()) - {None, *column.values})
        categories = [*column.values, *open_values]
        codes = pc.index_in(values, value_set=pa.array(categories, pa.string())).fill_null(-1)
        return pd.Series(pd.Categorical.from_codes(codes.to_numpy(), dtype=pd.CategoricalDtype(categories)))
    if pa.types.is_integer(column.type):
        values = values.cast(pa.int64())
    dtypes: dict[pa.DataType, Any] = {pa.string(): _text_dtype()}
    if not column.required:
        dtypes[pa.int64()] = pd.Int64Dtype()
    series: pd.Series[Any] = values.to_pandas(types_mapper=dtypes.get, date_as_object=False)
    return series


def _text_dtype() -> Any:
    """What pandas 3 makes of text: Arrow's characters, missing as NaN."""
    import pandas as pd

    make: Any = pd.StringDtype
    try:
        return make(na_value=float("nan"))
    except TypeError:  # pandas 2.2 has it under another name
        return make("pyarrow_numpy")
