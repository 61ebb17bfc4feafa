# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Quick start
#
# From a folder of tables to counts, joins and a plot. The tables are those that `crs run PATH --out DIR` leaves in
# `DIR/tables`; `make run` makes them from the four reports of `corpus/sample`.
#
# Needs, beside this package, `pip install altair vl-convert-python duckdb`.

# %%
import os

import altair as alt
import duckdb
import pandas as pd

import pipeline

TABLES = os.environ.get("CRS_TABLES", "../outputs/tables")  # the folder of your tables
REPORTS = None  # every report; of a large collection better a few: ["R48908", "IF10491"]

alt.renderers.enable("svg")  # drawn here; "html" draws in the browser, with tooltips, and loads a script for it
pd.set_option("display.max_colwidth", 120, "display.float_format", "{:,.10g}".format)

# %% [markdown]
# ## The reports
#
# One row a version of a report. `text` is the whole text; every offset in the other tables counts its characters.

# %%
columns = ["doc_id", "series", "title", "published", "n_words", "n_sentences"]
documents = pipeline.read("documents", TABLES, columns=columns, reports=REPORTS)
documents.head(10)

# %%
pd.crosstab(documents.published.dt.year.rename("year"), documents.series)

# %% [markdown]
# ## Claims
#
# A claim is a place where the text says that something holds, will hold, should be done or is laid down by law. It
# has a **cue** (the words that make it a claim), a **content**, and a **source**: who says it, or which law provides
# it. `with_text=True` puts the sentence and the report beside each row.

# %%
claims = pipeline.read("claims", TABLES, reports=REPORTS, with_text=True)
claims[["source", "cue", "content", "type", "modality", "sentence"]].head(8)

# %% [markdown]
# Two things to know before you count:
#
# - **No source means, as a rule, the report's own voice** (`source_kind` is `report`): "Congress may consider
#   options" is what CRS itself says. Only where `source_kind` is `unnamed` does the sentence leave open who speaks.
# - **`modality` belongs to the content.** "Critics say that the rule *could* hurt" is an assertion of something
#   possible; the critics are sure, the harm is not.

# %%
pd.crosstab(claims.type, claims.source_kind)

# %%
counts = claims.groupby(["type", "source_kind"], observed=True).size().reset_index(name="claims")
alt.Chart(counts, title="Claims by type and by who makes them").mark_bar().encode(
    x="claims",
    y=alt.Y("type", sort="-x", title=None),
    color=alt.Color("source_kind", title="source", scale=alt.Scale(scheme="tableau10")),
    tooltip=["type", "source_kind", "claims"],
)

# %% [markdown]
# ## Claims and the figures in them
#
# `figure_ids`, `date_ids`, `entity_ids` and `citation_ids` of a claim list the rows of those tables that lie inside
# it. `explode` makes a row of each id, `merge` brings the figure.

# %%
figures = pipeline.read("figures", TABLES, reports=REPORTS)
with_figures = claims.explode("figure_ids").merge(
    figures, left_on="figure_ids", right_on="figure_id", suffixes=("", "_of_figure")
)
with_figures[["source", "cue", "text_of_figure", "kind", "value", "low", "high", "unit", "bound", "sentence"]].head(10)

# %% [markdown]
# A figure is read in full: `$1.2 billion` has the `value` 1200000000 and the `unit` USD. Before you compare values:
#
# - **A range has no `value`** but a `low` and a `high` ("between \$30 million and \$45 million").
# - **`bound` says how far to trust it**: `gt` is "more than", `lt` "under", `approx` "about".
# - **`change`** marks what tells a movement ("rose *to* 5%", "a cut *of* 5%"): a level and a difference are not the
#   same thing, and the sentence tells which it is.
# - **Money is as printed**: dollars of the year the text speaks of, not adjusted for inflation.

# %%
pd.crosstab(with_figures.kind, with_figures.bound)

# %% [markdown]
# ## Who is named in claims
#
# All mentions of one thing in a report share a `canonical_id`; `norm` is its full name where the mention is short
# ("NOAA") and the ISO code of a country. Across reports, group by the full name.

# %%
entities = pipeline.read("entities", TABLES, reports=REPORTS)
entities["name"] = entities.norm.fillna(entities.text)
named = claims.explode("entity_ids").merge(
    entities, left_on="entity_ids", right_on="entity_id", suffixes=("", "_found")
)
top = named.groupby(["name", "label"], observed=True).claim_id.nunique().nlargest(15).reset_index(name="claims")

alt.Chart(top, title="Named most often in claims").mark_bar().encode(
    x="claims",
    y=alt.Y("name", sort="-x", title=None, axis=alt.Axis(labelLimit=300)),
    color=alt.Color("label", title="kind"),
    tooltip=["name", "label", "claims"],
)

# %% [markdown]
# ## The same in SQL
#
# The tables are plain Parquet, so DuckDB reads them where they lie, and only the columns it needs. Good for a
# collection that is larger than memory, and for joins by place: here claims to the figures between their first and
# last character, which is what `figure_ids` holds. A data frame stands in a query by its name (`documents`).

# %%
in_sql = duckdb.sql(f"""
    select claims.type, figures.kind, count(*) as pairs
    from '{TABLES}/claims/*.parquet' as claims
    join '{TABLES}/figures/*.parquet' as figures
      on figures.doc_id = claims.doc_id and figures.start >= claims.start and figures."end" <= claims."end"
    where claims.doc_id in (select doc_id from documents)
    group by all
    order by pairs desc
""").df()
in_sql

# %%
assert in_sql.pairs.sum() == len(with_figures)

# %% [markdown]
# ## Back to the page
#
# Every row says where it stands: `text[start:end]` of its document is the row's text. So the words around it are a
# slice away, and a row can always be checked.

# %%
row = with_figures.iloc[0]
text = pipeline.read("documents", TABLES, columns="text", reports=row.doc_id).text.iloc[0]
assert text[row.start : row.end] == row.text
print(text[max(0, row.start - 200) : row.end + 200])

# %% [markdown]
# Next: `who_says_what` (sources and stances on a topic), `following_the_money` (dollars by fiscal year), and
# `docs/recipes.md` for short answers in pandas, DuckDB and polars.
