"""English inflection: the base form of a word, and the readings that its ending allows."""

from __future__ import annotations

from pipeline.rules import RuleError, from_models, lexicon

VOWELS = frozenset("aeiou")
# Prefixes that make a verb of a verb (reauthorize, underfund), and those that make a noun or adjective only.
VERB_PREFIXES = (
    "counter",
    "inter",
    "under",
    "cross",
    "fore",
    "over",
    "sub",
    "out",
    "mis",
    "pre",
    "dis",
    "un",
    "re",
    "de",
    "co",
)
NOUN_PREFIXES = (*VERB_PREFIXES, "hyper", "micro", "multi", "super", "trans", "cyber", "post", "self", "anti", "semi", "non", "bio", "geo", "mid", "mini", "mega", "infra", "ultra", "intra", "im", "in", "ir")  # fmt: skip
LONGEST_PREFIX = max(map(len, NOUN_PREFIXES))
IRREGULAR_PREFIXES = ("re", "over", "under", "out", "un", "mis", "pre", "inter")


@from_models()
def words_of(name: str) -> frozenset[str]:
    """The base forms of a class: `verbs`, `nouns`, `adjectives` or `adverbs`."""
    return frozenset(line.partition(" ")[0] for line in lexicon(name))


@from_models()
def _all_words() -> frozenset[str]:
    return words_of("verbs") | words_of("nouns") | words_of("adjectives") | words_of("adverbs")


@from_models()
def verbal_shares() -> dict[str, int]:
    """Base forms that are verbs and nouns, with how often in a hundred the verb is to be expected."""
    shares = {}
    for line in lexicon("verbs"):
        base, _, share = line.partition(" ")
        if share and not share.isdecimal():
            raise RuleError(f"lexicon verbs.txt: {line!r} is no verb with a share of a hundred, as in `aid 40`")
        if share:
            shares[base] = int(share)
    return shares


@from_models()
def _irregular_verbs() -> tuple[dict[str, str], dict[str, str]]:
    """Past tenses and past participles, each form with its base."""
    past: dict[str, str] = {}
    participle: dict[str, str] = {}
    for line in lexicon("irregular_verbs"):
        try:
            base, pasts, participles = line.split()
        except ValueError as error:
            raise RuleError(f"lexicon irregular_verbs.txt: {line!r} is no verb, past and participle") from error
        past.update(dict.fromkeys(pasts.split("/"), base))
        participle.update(dict.fromkeys(participles.split("/"), base))
    return past, participle


@from_models()
def _irregular_bases() -> frozenset[str]:
    """Verbs without a regular past: `see` has no `seed`."""
    past, _ = _irregular_verbs()
    return frozenset(base for form, base in past.items() if not form.endswith("ed"))


@from_models()
def _irregular_nouns() -> dict[str, str]:
    """Plurals, each with its singular."""
    pairs = (line.split() for line in lexicon("irregular_nouns"))
    return {plural: singular for singular, plural in pairs}


def irregular_past(word: str) -> str | None:
    """The base of an irregular past tense (`gave`), None for any other word; prefixes are seen through (`rewrote`)."""
    return _prefixed(word, _irregular_verbs()[0])


def irregular_participle(word: str) -> str | None:
    """The base of an irregular past participle (`given`), None for any other word."""
    return _prefixed(word, _irregular_verbs()[1])


def irregular_plural(word: str) -> str | None:
    """The singular of an irregular plural (`children`), None for any other word."""
    return _irregular_nouns().get(word)


def _prefixed(word: str, forms: dict[str, str]) -> str | None:
    if word in forms:
        return forms[word]
    if word.startswith(IRREGULAR_PREFIXES):
        for prefix in IRREGULAR_PREFIXES:
            if word.startswith(prefix) and word[len(prefix) :] in forms and len(forms[word[len(prefix) :]]) > 2:
                return prefix + forms[word[len(prefix) :]]
    return None


def known(base: str, name: str) -> bool:
    """Is `base` in the list, or in none but made of a word of it by a prefix that keeps the class (`reauthorize`)?"""
    words = words_of(name)
    if base in words:
        return True
    prefixes = VERB_PREFIXES if name == "verbs" else NOUN_PREFIXES
    if not base.startswith(prefixes) or base in _all_words():
        return False
    longest = min(LONGEST_PREFIX, len(base) - 3)
    return any(base[n:] in words and base[:n] in prefixes for n in range(2, longest + 1))


def verb_of(word: str, ending: str) -> str | None:
    """The known verb whose form in `s`, `ed` or `ing` is `word`, None where there is none."""
    for base in _bases(word, ending):
        if known(base, "verbs") and not (ending == "ed" and base in _irregular_bases()):
            return base
    return None


def noun_of(word: str) -> str | None:
    """The known noun whose plural in `s` is `word`, None where there is none."""
    for base in _bases(word, "s"):
        if known(base, "nouns"):
            return base
    return None


def adjective_of(word: str, ending: str) -> str | None:
    """The known adjective whose degree in `er` or `est` is `word`, None where there is none."""
    for base in _bases(word, ending):
        if known(base, "adjectives"):
            return base
    return None


def _bases(word: str, ending: str) -> list[str]:
    """What the base of a regular form may be, the likeliest first: `planned` -> plan, plann, planne."""
    if not word.endswith(ending) or len(word) < len(ending) + 2:
        return []
    stem = word[: -len(ending)]
    if ending == "s":
        if stem.endswith("ie") and len(stem) > 3:
            return [stem[:-2] + "y", stem]
        if stem.endswith(("se", "xe", "ze", "che", "she", "oe", "sse")):
            return [stem, stem[:-1]] if not stem.endswith(("sse", "che", "she", "xe")) else [stem[:-1], stem]
        if stem.endswith("ve"):
            return [stem, stem[:-2] + "f", stem[:-1] + "fe"]
        if stem.endswith(("s", "x", "z", "ch", "sh", "i", "u")) and not stem.endswith(("mali", "taxi", "menu")):
            return []
        return [stem]
    if stem.endswith("i") and ending != "ing":
        return [stem[:-1] + "y", stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS:
        return [stem, stem[:-1]] if stem[-1] in "lsf" else [stem[:-1], stem]
    with_e, bare = stem + "e", stem
    if stem.endswith(("at", "iz", "is", "c", "v", "u", "s", "ag", "eg", "dg", "rg", "ng")) and not stem.endswith("ss"):
        return [with_e, bare]
    return [bare, with_e]


def lemma(word: str, tag: str) -> str:
    """The base form of a word, given its Penn Treebank tag: `reauthorizes` VBZ -> reauthorize, `counties` NNS -> county.

    Lower case, save for proper nouns, which are left as they stand. Words of other classes are only lowered.
    """
    if tag in ("NNP", "NNPS"):
        return word
    lower = word.lower()
    if tag.startswith("VB"):
        return _verb_lemma(lower, tag)
    if tag == "NNS":
        return irregular_plural(lower) or noun_of(lower) or _first(_bases(lower, "s"), lower)
    if tag in ("JJR", "JJS", "RBR", "RBS"):
        if lower in DEGREES:
            return DEGREES[lower]
        return adjective_of(lower, "er" if tag.endswith("R") else "est") or lower
    return lower


DEGREES = {
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "more": "more", "most": "most", "less": "less",
    "least": "least", "further": "far", "farther": "far",
}  # fmt: skip
AUXILIARIES = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'s": "be",
    "’s": "be", "'re": "be", "’re": "be", "'m": "be", "’m": "be", "has": "have", "had": "have", "having": "have",
    "'ve": "have", "’ve": "have", "does": "do", "did": "do", "done": "do", "doing": "do",
}  # fmt: skip


def _verb_lemma(lower: str, tag: str) -> str:
    if lower in AUXILIARIES:
        return AUXILIARIES[lower]
    if tag == "VBZ":
        return verb_of(lower, "s") or _first(_bases(lower, "s"), lower)
    if tag == "VBG":
        return verb_of(lower, "ing") or _first(_bases(lower, "ing"), lower)
    if tag in ("VBD", "VBN"):
        irregular = irregular_past(lower) if tag == "VBD" else irregular_participle(lower)
        return irregular or verb_of(lower, "ed") or _first(_bases(lower, "ed"), lower)
    return lower


def _first(options: list[str], default: str) -> str:
    return options[0] if options else default
