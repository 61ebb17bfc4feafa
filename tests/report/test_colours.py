"""Contrast of the pages' colours, light and dark, by the formula of WCAG 2."""

from __future__ import annotations

import re

import pytest

from pipeline.report.rendering import STATIC

NAMED = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: pair for name, *pair in NAMED.findall((STATIC / "site.css").read_text(encoding="utf-8"))}
LAYERS = ("figures", "dates", "entities", "citations", "claims")
PAGE = ("paper", "raised")
TINTS = ("claim-1", "claim-2", "claim-3", "claim-on")
TEXT, LINES = 4.5, 3.0


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: int) -> float:
    dark, light = sorted(luminance(COLOURS[name][theme]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colours", "grounds", "least"),
    [
        (("ink", "muted", "accent", *LAYERS), PAGE, TEXT),
        (("ink", "cue"), TINTS, TEXT),
        (("muted", "claims"), ("claim-1",), TEXT),  # an entry of the list of claims under the pointer
        (("ink",), ("heat-low", "heat-high"), TEXT),
        (LAYERS[:-1], TINTS[:3], LINES),
        (("claims",), TINTS, LINES),
        (tuple(f"series-{number}" for number in range(1, 9)), ("paper",), LINES),
        (("focus",), PAGE, LINES),
    ],
    ids=["text", "claims", "list", "matrix", "lines", "edges", "series", "focus"],
)
def test_contrast(colours: tuple[str, ...], grounds: tuple[str, ...], least: float, theme: int) -> None:
    poor = {(c, g): round(contrast(c, g, theme), 2) for c in colours for g in grounds if contrast(c, g, theme) < least}
    assert poor == {}


def test_layers_differ_in_more_than_colour() -> None:
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    styles = re.findall(r"^\.[fdel] \{ text-decoration-style: (\w+)", css, re.MULTILINE)
    assert len(set(styles)) == len(styles) == 4
