"""The outline of a statute: (a) (1) (A) (i) (I), and where a designator that stands alone belongs in it."""

from __future__ import annotations

LOWER, DIGIT, UPPER, LOWER_ROMAN, UPPER_ROMAN = range(5)
ROMAN = frozenset("ivxl")


def beside(path: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """`other` as a sibling in the outline of `path`: `(c)(7) and (9)` means `(c)(9)`, `(a)(2) and (b)` means `(b)`.

    It takes the place of the level that is numbered as its first designator is.
    """
    levels = _levels(path)
    wanted = _level(other[0], roman=LOWER_ROMAN in levels or UPPER_ROMAN in levels)
    if wanted in levels:
        return (*path[: levels.index(wanted)], *other)
    return other if wanted == LOWER else (*path, *other)


def _levels(path: tuple[str, ...]) -> list[int]:
    """How each designator of a path is numbered; (i) under a capital is Roman, elsewhere a letter."""
    levels: list[int] = []
    for designator in path:
        levels.append(_level(designator, roman=bool(levels) and levels[-1] in (UPPER, LOWER_ROMAN)))
    return levels


def _level(designator: str, roman: bool) -> int:
    if designator.isdigit():
        return DIGIT
    lower = designator.islower()
    if set(designator.lower()) <= ROMAN and (roman or len(set(designator)) > 1):
        return LOWER_ROMAN if lower else UPPER_ROMAN
    return LOWER if lower else UPPER
