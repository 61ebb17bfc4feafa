"""What a verb group says beyond its verb: agreement, modal, passive, aspect, negation."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Shape(NamedTuple):
    """A verb group read from its codes; `main` and `modal` are places in it, -1 for none.

    agreement  `M` modal, `p` past, `s` third person singular, `r` other present, `-` not finite
    form       the main verb's code: `i` base, `V` participle, `G` -ing form, `v` finite, `b` be, `h` have, `D` do
    """

    main: int
    form: str
    modal: int
    passive: bool
    progressive: bool
    perfect: bool
    negated: bool
    duty: bool


@lru_cache(maxsize=20_000)
def shape_of(codes: str) -> Shape:
    """Read the codes of a verb chunk: `mxeV` (may not be used) is a negated passive with a modal."""
    main = next((i for i in range(len(codes) - 1, -1, -1) if codes[i] in "viVGD"), -1)
    # Verbs that share the object: the first of them is the main verb.
    coordinator = codes.find("c")
    if coordinator > 0:
        main = next((i for i in range(coordinator) if codes[i] == codes[main] and codes[i - 1 : i] != "c"), main)
    if main < 0:
        main = next((i for i in range(len(codes) - 1, -1, -1) if codes[i] in "beEqhH"), 0)
    form = codes[main]
    form = "b" if form in "beEq" else "h" if form in "hH" else form
    auxiliaries = codes[:main]
    return Shape(
        main=main,
        form=form,
        modal=codes.find("m"),
        passive=form == "V" and any(c in "beEq" for c in auxiliaries),
        progressive=form == "G" and any(c in "beE" for c in auxiliaries),
        perfect="h" in auxiliaries and form != "i",
        negated="x" in codes,
        duty="T" in auxiliaries and codes[0] in "bh",
    )
