"""What a page tells of a row: one line of fields a layer, in the order and the words that a reader meets."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.report.words import CITED, address, days, number, plain, visible

Row = dict[str, Any]


class Layer(NamedTuple):
    """A kind of row: its table, its names, the class of its spans and the fields that `values` gives."""

    name: str
    title: str
    one: str
    css: str
    fields: tuple[str, ...]


# `Link` is an address; the others are shown as they are.
LAYERS = (
    Layer("claims", "Claims", "Claim", "c", ("Type", "Source", "Source kind", "Cue", "Content", "Modality", "Polarity", "Stance", "Rule")),
    Layer("figures", "Figures", "Figure", "f", ("Value", "Kind", "Bound", "Of", "Per", "Change", "Subject", "Rule")),
    Layer("dates", "Dates", "Date", "d", ("Days", "Type", "Length", "Part", "Precision", "Known from", "Rule")),
    Layer("entities", "Entities", "Entity", "e", ("Kind", "Name", "Rule")),
    Layer("citations", "Citations", "Citation", "l", ("Id", "Type", "Link", "Rule")),
)  # fmt: skip
BY_NAME = {layer.name: index for index, layer in enumerate(LAYERS)}
BOUNDS = {"approx": "about", "gt": "more than", "lt": "less than"}  # an exact figure needs no word


def values(layer: str, row: Row) -> list[str | None]:
    """The fields of a row, as many as its layer has."""
    match layer:
        case "claims":
            source = row["source"] or "the report"
            content = [row["type"], source, row["source_kind"], row["cue"], row["content"], row["modality"]]
            content += [_unless(row["polarity"], "positive"), row["stance"]]
        case "figures":
            content = [_figure(row), row["kind"], BOUNDS.get(row["bound"]), row["of"], row["per"], row["change"]]
            content += [row["subject"]]
        case "dates":
            content = [days(row["start_date"], row["end_date"]), row["type"], row["value"], row["mod"]]
            content += [plain(row["precision"]), plain(row["resolved_from"])]
        case "entities":
            content = [row["label"], row["norm"]]
        case _:
            content = [row["norm"], CITED.get(row["type"], row["type"]), address(row["url"])]
    return [visible(value) if value else None for value in [*content, row["rule"]]]


def _unless(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _figure(row: Row) -> str | None:
    """A figure's number and unit: `64 %`, `1,000 to 2,000 USD`."""
    known = [number(row[name]) for name in ("value", "low", "high") if row[name] is not None]
    if not known:
        return None
    return " to ".join(known) + (f" {row['unit']}" if row["unit"] else "")
