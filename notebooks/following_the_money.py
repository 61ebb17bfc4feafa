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
# # Following the money
#
# Dollars by fiscal year and program, with the sentence behind each point. First from the prose, then from the data
# tables inside the reports, then both in one picture.
#
# Needs, beside this package, `pip install altair vl-convert-python duckdb`.

# %%
import os

import altair as alt
import duckdb
import pandas as pd

import pipeline

TABLES = os.environ.get("CRS_TABLES", "../outputs/tables")  # the folder of your tables
NEAR = 60  # characters: an amount and a fiscal year further apart may have little to do with each other

alt.renderers.enable("svg")  # drawn here; "html" draws in the browser, with tooltips, and loads a script for it
pd.set_option("display.max_colwidth", 150, "display.float_format", "{:,.10g}".format)

# %% [markdown]
# ## Every dollar amount
#
# `value` is the number in full ("\$185.0 million" is 185000000). These are the traps in it:
#
# - **A range has no `value`** but `low` and `high`; `bound` tells "more than" (`gt`) and "under" (`lt`).
# - **`per`** makes a rate of it: \$7.25 *an hour* does not add up with anything.
# - **`change`** marks a movement. "Rose *to* \$3.4 million" is a level, "a cut *of* \$2 million" is not: only the
#   sentence tells. Rows with it are kept apart below.
# - **Dollars are nominal**, unless the sentence says "in 2025 dollars".
# - **Never sum a column of amounts.** A report gives the request, the House's figure, the Senate's and what was
#   enacted, the total and its parts, and all of it again in the summary.

# %%
money = pipeline.read("figures", TABLES, where={"kind": "money", "unit": "USD"}, with_text=True)
money["dollars"] = money.value.fillna((money.low + money.high) / 2)  # the middle of a range
columns = ["text", "value", "low", "high", "bound", "per", "change", "sentence", "title"]
money.nlargest(8, "dollars")[columns]

# %% [markdown]
# ## Which year
#
# A figure does not know its year; the sentence does. Of the fiscal years in the same sentence we take the nearest one
# (of two as near, the one after the amount: "\$2.1 million **in FY2022** to \$3.4 million **in FY2025**"). FY2025 is
# a row of `dates` that ends on 2025-09-30, so the year of `end_date` is the fiscal year.
#
# Nearest is a guess. It goes wrong where a sentence lists amounts first and years after ("\$380 million and \$425
# million, respectively, for FY2018 and FY2020"), so the distance stays beside the row as `gap`.

# %%
years = pipeline.read(
    "dates",
    TABLES,
    where={"precision": "fiscal_year", "type": "date"},
    columns=["sentence_id", "start", "end", "end_date"],
)
pairs = money.merge(years, on="sentence_id", suffixes=("", "_of_year"))
pairs["year_follows"] = pairs.start_of_year >= pairs.end
pairs["gap"] = (pairs.start_of_year - pairs.end).where(pairs.year_follows, pairs.start - pairs.end_of_year)
pairs["fiscal_year"] = pairs.end_date.dt.year
amounts = (
    pairs.sort_values(["gap", "year_follows"], ascending=[True, False])
    .drop_duplicates("figure_id")
    .sort_values(["doc_id", "start"])
)
print(f"{len(money)} amounts, {len(amounts)} with a fiscal year in the sentence, {(amounts.gap <= NEAR).sum()} near it")

# %% [markdown]
# ## Which program
#
# The program named nearest in the sentence. Where none is: the program that the whole report is about, which is one
# that more than half of its mentions of programs name; `program_from` says which it was. Other amounts stay without a
# program.

# %%
programs = pipeline.read("entities", TABLES, where={"label": "PROGRAM"})
programs["program"] = programs.norm.fillna(programs.text)

named = amounts.merge(programs[["sentence_id", "start", "program"]], on="sentence_id", suffixes=("", "_of_program"))
named["distance"] = (named.start - named.start_of_program).abs()
in_sentence = named.sort_values("distance").drop_duplicates("figure_id").set_index("figure_id").program

shares = programs.groupby("doc_id").program.value_counts(normalize=True).rename("share").reset_index()
of_report = shares[shares.share > 0.5].set_index("doc_id").program

amounts["program"] = amounts.figure_id.map(in_sentence)
amounts["program_from"] = amounts.program.notna().map({True: "sentence", False: "report"})
amounts["program"] = amounts.program.fillna(amounts.doc_id.map(of_report))
amounts["program_from"] = amounts.program_from.where(amounts.program.notna())
amounts[["fiscal_year", "program", "program_from", "text", "sentence"]].head(12)

# %% [markdown]
# ## The picture
#
# Each point is an amount in a sentence. The scale is logarithmic, so that a million and a billion fit on one page.
# Levels only: no rates, no movements, and the fiscal year near the amount.
#
# `picture.save("money.html", inline=True)` writes it as a page of its own that needs no network; there the sentence
# appears when you point at a dot.

# %%
points = amounts[(amounts.gap <= NEAR) & amounts.per.isna() & amounts.change.isna() & (amounts.dollars > 0)]
most = points.program.value_counts().head(6).index

YEAR = alt.X(
    "fiscal_year",
    title="fiscal year",
    scale=alt.Scale(zero=False, padding=15),
    axis=alt.Axis(format="d", tickMinStep=1),
)
DOLLARS = alt.Axis(format="$.2~s", labelExpr="replace(datum.label, 'G', 'B')", title="nominal dollars")

picture = (
    alt.Chart(points[points.program.isin(most)], title="Amounts in the prose", width=480, height=320)
    .mark_point(size=70, filled=True, opacity=0.7)
    .encode(
        x=YEAR,
        y=alt.Y("dollars", scale=alt.Scale(type="log"), axis=DOLLARS),
        color=alt.Color("program", title=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=320)),
        shape=alt.Shape("program_from", title="program named in"),
        tooltip=["text", "fiscal_year", "program", "sentence", "title"],
    )
)
picture

# %% [markdown]
# The sentences behind the points, a program at a time. This list, not the picture, is what you cite from.

# %%
for program in most[:3]:
    print(program)
    rows = points[points.program == program].sort_values(["fiscal_year", "doc_id", "start"])
    for row in rows.drop_duplicates(["fiscal_year", "text"]).head(8).itertuples():
        print(f"  FY{row.fiscal_year}  {row.text:>16}  {row.report_id}: {row.sentence}")
    print()

# %% [markdown]
# What was left out of the picture, so that nobody mistakes it for a level:

# %%
amounts[amounts.change.notna()][["fiscal_year", "text", "change", "sentence"]].head(10)

# %% [markdown]
# ## The reports' own tables
#
# Prose quotes a few numbers; the series stand in data tables, one row of `table_cells` a cell, with the number scaled
# by what the header or the caption says ("in millions of dollars"). A table by fiscal year has a year in the first
# column of its rows: join each cell to the first cell of its row.

# %%
series = duckdb.sql(f"""
    select
        cells.doc_id, cells.table_id, cells.caption,
        cells.header as series,
        cast(regexp_extract(years.text, '(?:19|20)[0-9]{{2}}') as integer) as fiscal_year,
        cells.value as dollars,
        cells.text
    from '{TABLES}/table_cells/*.parquet' as cells
    join '{TABLES}/table_cells/*.parquet' as years
      on years.table_id = cells.table_id and years.row = cells.row and years."column" = 0
    where cells."column" > 0 and cells.unit = 'USD'
      and regexp_matches(years.text, '^(FY *|Fiscal Year *)?(19|20)[0-9]{{2}}\\b')
    order by cells.doc_id, cells.start
""").df()
wide = series.pivot_table(index=["caption", "fiscal_year"], columns="series", values="dollars", sort=False)
wide.head(12).dropna(axis=1, how="all")

# %% [markdown]
# ## Prose and tables together
#
# The table whose numbers the prose of its report repeats most often: its series as lines, the amounts of the prose as
# diamonds. A diamond on a line is a number told twice. One off every line is what the prose adds (a bill's figure, a
# part), or an amount that got a wrong year: look there first.

# %%
twice = points.merge(series, on=["doc_id", "fiscal_year", "dollars"])
chosen = (twice.table_id if len(twice) else series.table_id).value_counts().head(1).index
line_data = series[series.table_id.isin(chosen)]
point_data = points[points.doc_id.isin(line_data.doc_id)]

lines = (
    alt.Chart(line_data)
    .mark_line(point=True)
    .encode(
        x=YEAR,
        y=alt.Y("dollars", axis=DOLLARS),
        color=alt.Color("series", title="in the table", legend=alt.Legend(labelLimit=300)),
        tooltip=["series", "fiscal_year", "text"],
    )
)
told = (
    alt.Chart(point_data)
    .mark_point(shape="diamond", size=90, color="black")
    .encode(x=YEAR, y="dollars", tooltip=["text", "fiscal_year", "sentence"])
)
caption = line_data.caption.dropna().head(1).str.slice(0, 90)
(lines + told).properties(title=caption.tolist() or "A table by fiscal year", width=480, height=320)

# %% [markdown]
# ## The same in SQL
#
# Amounts and years by nearest place, over the Parquet files themselves: `qualify` keeps the nearest year of each
# amount. Medians, not sums: see the traps above.

# %%
by_year = duckdb.sql(f"""
    with nearest as (
        select figures.figure_id, figures.doc_id, figures.value, year(dates.end_date) as fiscal_year
        from '{TABLES}/figures/*.parquet' as figures
        join '{TABLES}/dates/*.parquet' as dates using (sentence_id)
        where figures.kind = 'money' and figures.unit = 'USD'
          and dates.precision = 'fiscal_year' and dates.type = 'date'
        qualify row_number() over (
            partition by figure_id
            order by greatest(dates.start - figures."end", figures.start - dates."end"), dates.start desc
        ) = 1
    )
    select
        fiscal_year, count(*) as amounts, count(distinct doc_id) as reports,
        median(value) as median_dollars, max(value) as largest
    from nearest
    group by fiscal_year
    order by fiscal_year
""").df()
by_year

# %%
assert by_year.amounts.sum() == len(amounts)
