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
# # Who says what about X
#
# Who is for it, who is against it, who only reports on it? For a topic of your choice: the reports that speak of it,
# the claims in those sentences, and who makes them.
#
# Set `TABLES` and `TOPIC` and run everything.
#
# Needs, beside this package, `pip install altair vl-convert-python duckdb`.

# %%
import os

import altair as alt
import duckdb
import pandas as pd

import pipeline

TABLES = os.environ.get("CRS_TABLES", "../outputs/tables")  # the folder of your tables
# A regular expression, upper and lower case alike. Bills and rules suit any collection; "minimum wage" or "SNAP|food
# stamps" say more about one.
TOPIC = os.environ.get("CRS_TOPIC", r"\b(bill|legislation|rule|act|wage)s?\b")

alt.renderers.enable("svg")  # drawn here; "html" draws in the browser, with tooltips, and loads a script for it
pd.set_option("display.max_colwidth", 150)

# %% [markdown]
# ## The sentences about it
#
# DuckDB searches the sentences where they lie, so this works on a collection that is larger than memory. A word
# search finds words: "the bill" is found, "it" in the next sentence is not. Widen the expression rather than trust
# it.

# %%
on_topic = duckdb.execute(
    f"""
    select sentence_id, doc_id, text
    from '{TABLES}/sentences/*.parquet'
    where regexp_matches(text, ?, 'i')
    order by doc_id, start
    """,
    [TOPIC],
).df()
reports = pipeline.read("documents", TABLES, columns=["doc_id", "title", "published"])
reports = reports.merge(on_topic.groupby("doc_id").size().rename("sentences").reset_index(), on="doc_id")
reports.sort_values("sentences", ascending=False).head(10)

# %% [markdown]
# ## The claims in them, and who makes them
#
# `where` takes the sentences just found, so only their claims are loaded.

# %%
claims = pipeline.read("claims", TABLES, where={"sentence_id": on_topic.sentence_id}, with_text=True)
claims["voice"] = claims.source_kind.astype("str")
claims.loc[claims.source.isna() & (claims.source_kind == "report"), "voice"] = "CRS itself"
pd.crosstab(claims.voice, claims.type, margins=True)

# %% [markdown]
# `source_kind` says what the source is: `person`, `organization`, `government` (an agency, a court, Congress, a
# foreign government), `law` (an act, a bill or a rule that provides something), `group` ("critics", "some
# economists"), `report` (a study, a statement, data). Two kinds of claims name nobody, for different reasons:
#
# - `report` without a `source` is **the report's own voice**: CRS says it itself. That is an answer, not a gap.
# - `unnamed`: somebody says it, and the sentence does not tell who ("it is argued that", "they").

# %%
ORDER = list(claims.modality.cat.categories)
modality = claims.groupby(["voice", "modality"], observed=True).size().reset_index(name="claims")
modality["rank"] = modality.modality.cat.codes
alt.Chart(modality, title="How the content is put, by who says it").mark_bar().encode(
    x=alt.X("claims", stack="normalize", title="share of the source's claims", axis=alt.Axis(format="%")),
    y=alt.Y("voice", title=None),
    color=alt.Color("modality", sort=ORDER, scale=alt.Scale(domain=ORDER, scheme="tableau10")),
    order="rank",
    tooltip=["voice", "modality", "claims"],
)

# %% [markdown]
# Read the bars with the table in mind: a share of three claims is an anecdote.
#
# ## The sources by name
#
# `source` is the phrase of the sentence, as it stands: "the agency", "NOAA" and "it" are three. Where the phrase
# holds a name, the table of entities knows the full one. A join by place finds it: the entity lies inside the source.

# %%
by_name = duckdb.execute(
    f"""
    select
        coalesce(entities.norm, entities.text) as name,
        entities.label,
        count(distinct claims.claim_id) as claims,
        count(distinct claims.doc_id) as reports,
        mode(claims.type) as mostly
    from '{TABLES}/claims/*.parquet' as claims
    join '{TABLES}/entities/*.parquet' as entities
      on entities.doc_id = claims.doc_id
     and entities.start >= claims.source_start
     and entities."end" <= claims.source_end
    where regexp_matches(claims.text, ?, 'i')
    group by 1, 2
    order by claims desc, name
    limit 15
    """,
    [TOPIC],
).df()
by_name

# %% [markdown]
# Most sources are phrases, not names, and these are what a list of names misses.

# %%
has_source = claims[claims.source.notna() & ~claims.source_kind.isin(["law"])]
has_source.groupby(["source", "source_kind"], observed=True).size().nlargest(15).reset_index(name="claims")

# %% [markdown]
# ## For and against
#
# `stance` is set where the source takes a side in words: "supports", "is concerned about", "urged Congress to".
#
# - **Most claims have no stance.** That is no neutrality: the sentence only reports, predicts or provides.
# - **It is a stance towards the content**, not towards your topic. Who "opposes repeal of the rule" is for the rule.
#   Read the content before you count heads.
# - **A denied stance** ("did not oppose") has the `polarity` `negative` and is left out here.

# %%
sides = claims[claims.stance.notna() & ((claims.type != "stance") | (claims.polarity == "positive"))]
sides[["stance", "source", "cue", "content", "title"]].head(20)

# %%
shown = sides.title.value_counts().head(12).index
by_report = (
    sides[sides.title.isin(shown)]
    .fillna({"source": "(unnamed)"})
    .groupby(["title", "stance"], observed=True)
    .agg(claims=("claim_id", "size"), sources=("source", lambda names: "; ".join(names.drop_duplicates().head(8))))
    .reset_index()
)
by_report["signed"] = by_report.claims.where(by_report.stance == "support", -by_report.claims)

alt.Chart(by_report, title="Against (left) and for (right), by report").mark_bar().encode(
    x=alt.X("signed", title="claims", axis=alt.Axis(format="d", labelExpr="abs(datum.value)", tickMinStep=1)),
    y=alt.Y("title", sort=list(shown), title=None, axis=alt.Axis(labelLimit=330)),
    color=alt.Color("stance", scale=alt.Scale(domain=["oppose", "support"], range=["#d1615d", "#5778a4"])),
    tooltip=["stance", "claims", "sources", "title"],
)

# %% [markdown]
# ## Where they disagree
#
# Reports in which both sides speak, the most even ones first: the place to start reading.

# %%
balance = pd.crosstab(sides.doc_id, sides.stance).reindex(columns=["support", "oppose"], fill_value=0)
contested = balance.min(axis=1)[lambda smaller: smaller > 0].nlargest(3).index
for doc_id in contested:
    rows = sides[sides.doc_id == doc_id]
    print(rows.title.iloc[0])
    for row in rows.head(8).itertuples():
        who = "(unnamed)" if pd.isna(row.source) else row.source
        print(f"  {row.stance:8} {who}: {row.sentence}")
    print()

# %% [markdown]
# ## The same question in SQL, over everything
#
# Who opposes what in the whole collection, whatever the topic. `count(distinct doc_id)` matters more than the number
# of rows: one report may say it in its summary and again in its body.

# %%
duckdb.sql(f"""
    select lower(source) as who, count(distinct doc_id) as reports, count(*) as claims, list(content)[:3] as what
    from '{TABLES}/claims/*.parquet'
    where stance = 'oppose' and polarity = 'positive' and source is not null
    group by who
    order by reports desc, claims desc, who
    limit 12
""").df()
