"""Chunks: the verb groups, noun phrases and closed-class words of a sentence, in order, cut by one expression.

The kinds are one character each, so that a sentence is again a short string:

    F finite verb group   T infinitive   G -ing form   V past participle   N noun phrase   Y date   j adjective   r adverb
    and, as in the skeleton: t R f w s a I o y c , ; : ( ) " - .
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

BETWEEN = r"[rx~\"]*+(?:,[rx]+,[rx~\"]*+|I[d\#j]*+[NSY]+(?=[rx]*+[ViGE])[rx]*+)?"
"""What may stand between the parts of a verb group: adverbs, a negation, a set-off `however`, `has for decades made`."""


def _group(*parts: str) -> str:
    return BETWEEN.join(parts)


def _shared(form: str) -> str:
    """A main verb and others that share its object: `vacate or modify`, `revised, reduced, and approved`."""
    return rf"{form}(?:(?:,~*{form})*,?c[r~]*{form})?"


FINITE = "|".join(
    (
        _group(
            "m",
            rf"(?:h{BETWEEN})?(?:[eE]{BETWEEN}(?:q{BETWEEN})?)?(?:{_shared('V')}|{_shared('G')}|{_shared('i')}|~*v|D)?",
        ),
        _group("h", rf"(?:E{BETWEEN}(?:q{BETWEEN})?)(?:{_shared('V')}|{_shared('G')})?"),
        _group("h", rf"(?:{_shared('V')}|D|h)"),
        _group("h", rf"T{BETWEEN}(?:e{BETWEEN}V|{_shared('i')}|e|h)"),
        _group("b", rf"T{BETWEEN}(?:[eh]{BETWEEN}(?:E{BETWEEN})?V|{_shared('i')}|e|h)"),
        _group("b", rf"(?:q{BETWEEN})?(?:{_shared('V')}|{_shared('G')})"),
        _group("D", r"i"),
        r"[hbD]",
        r"v(?:c[r~]*v)?",
    )
)
NOUN = r"""
    "?d*+"?
    (?: r(?=r*~*[jVG\#])
      | j(?:,~*j)*,?cr*~*[jV](?="?~*[j\#NSP])            # economic, industrial, and foreign policies
      | jc~*[GNSP](?="?~*[j\#NSP])                       # social and health policies
      | (?<=[dj'\#c"~])G(?="?[~j\#NSP'])               # the existing provisions; not `providing grants`
      | (?<![NSPL)])V(?:,?cr*~*[Vj])?(?=[~j\#NSPG'])  # enacted bills; not `funds provided`
      | (?<=[dj'\#])V(?="[~j\#NSPG'])
      | (?<=[dj'NSP])Y+(?=[\#NSPj])
      | (?<=d)Y+,(?=[jNS])                               # an August 9, 2024, press report
      | ~c(?=[~jNSP])                                    # past- and future-year appropriations
      | \([PNS~']+\)'?(?=[NSPYj\#])
      | S(?!P)                                           # programs | Congress created
      | [~j\#'NPL"]
    )*?
    (?:(?>(?:[NPL\#]|S(?!P))+)(?:\(P+\))?(?!"?[~\#NSPL'])(?!"?~*j"?(?:,?c?~*j)*[NSP])
      |S(?=P)
      |(?<![dj'NSP])Y++|Y++(?![\#NSPj])|p)
"""
CHUNK = re.compile(
    rf"""
    [tRfwsaIoyc,;:).u-]
  | (?P<N>(?=["d~jNSPLVGYrp\#'(])(?:{NOUN}))
  | (?P<F>(?=[mhbDv])(?:{FINITE}))
  | (?P<T>T{BETWEEN}(?:(?:h{BETWEEN})?(?:[eE]{BETWEEN})?(?:{_shared("V")}|{_shared("G")}|{_shared("i")})|[eDh]))
  | (?P<G>H{BETWEEN}(?:E{BETWEEN})?V?|q{BETWEEN}V|q)
  | (?P<g>{_shared("G")})
  | (?P<V>{_shared("V")})
  | (?P<B>{_shared("i")})
  | (?P<d>d+)
  | [^_]
    """,
    re.VERBOSE,
)


class Chunks(NamedTuple):
    """The chunks of one sentence: `kinds[k]` stands for the tokens `edges[k]:edges[k + 1]`."""

    kinds: str
    edges: list[int]


KIND = {"F": "F", "T": "T", "G": "G", "N": "N", "g": "G", "V": "V", "B": "B", "d": "N"}
# Where a sentence may be cut, for no chunk goes on there and none looks further: before the signs that are chunks by
# themselves, and before what cannot follow the sign before it in one chunk (a noun phrase right after a finite verb).
STRETCH = re.compile(
    r"""\n|.(?>(?:
    [^tRfwsaoy;:.uI,cmbhDvTNSPLYd#pj\n-]
  | (?<![bvimheED])[NSPLY#pj]
  | (?<![bvimheEDVGTqHNSPLp')Yrx])d
  | (?<![NSPL#p')v]),
  | (?<![NSPL#p')Y])c
  | (?<![NSPL#p')YvViGj])[ImbhDvT]
    )*)""",
    re.VERBOSE,
)
# Chunks by themselves, after which a stretch reads as it does by itself.
ALONE = "tRfwsaoyI,;:u-"
# Stretches are remembered up to this number and length.
REMEMBERED = 200_000
LONGEST = 24


class Stretches(dict[str, str]):
    """Codes between two cuts -> the same stretch with the kind of each chunk at its first place and `_` at the others.

    Prose repeats itself: nine stretches in ten were seen before, and only new ones are matched against `CHUNK`.
    """

    def __missing__(self, codes: str) -> str:
        rest = codes.lstrip(ALONE)
        if 0 < len(rest) < len(codes):
            found = codes[: -len(rest)] + self[rest]
        else:
            found = "".join(map(_marked, CHUNK.finditer(codes)))
        if len(codes) <= LONGEST and len(self) < REMEMBERED:
            self[codes] = found
        return found


def _marked(chunk: re.Match[str]) -> str:
    """A chunk with its kind at the first place and `_` at the others."""
    codes, group = chunk.group(), chunk.lastgroup
    kind = codes[0] if group is None else "Y" if group == "N" and codes[-1] == "Y" else KIND[group]
    return kind + "_" * (len(codes) - 1)


STRETCHES = Stretches({"\n": "\n"})
# Signs that close a sentence: they belong to no clause.
CLOSING = '.",;:'


def chunked(codes: str, sentences: Iterable[tuple[int, int]]) -> list[Chunks]:
    """The chunks of each sentence `first:last` of a skeleton, all sentences cut at one go."""
    firsts, lines = [], []
    for first, last in sentences:
        firsts.append(first)
        lines.append(codes[first:last].rstrip(CLOSING))
    marked = "".join(map(STRETCHES.__getitem__, STRETCH.findall("\n".join(lines))))
    return list(map(_chunks, firsts, marked.split("\n")))


def _chunks(first: int, marked: str) -> Chunks:
    edges = [place for place, kind in enumerate(marked, first) if kind != "_"]
    edges.append(first + len(marked))
    return Chunks(marked.replace("_", ""), edges)
