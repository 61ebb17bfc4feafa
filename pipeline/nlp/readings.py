"""What a word may be: every form's possible Penn Treebank tags, from the word lists and from its shape."""

from __future__ import annotations

from pipeline.nlp import morphology as morph
from pipeline.rules import from_models, lexicon

# Forms are remembered up to this number (a page has a few thousand); beyond it they are worked out anew each time.
REMEMBERED = 100_000
NOUN_ENDINGS = (
    "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "hood", "ism", "ist", "ology", "graphy", "cracy",
    "ware", "dom", "ure", "acy", "age", "eer", "ee", "or", "er", "phone", "craft",
)  # fmt: skip
ADJECTIVE_ENDINGS = (
    "able", "ible", "ous", "ful", "less", "ive", "ical", "ic", "ial", "al", "ary", "ish", "like", "wide", "ern", "ian",
    "ese", "proof", "free",
)  # fmt: skip


class Readings(dict[str, str]):
    """Word -> its possible tags joined by `|`, in a fixed order: `plan` -> `NN|VB`, `Senate` -> `NNP`.

    `VB` stands for VB and VBP (the base form of a verb), which only the context tells apart. The word is looked up
    as it stands; a capital makes a proper noun of anything but a word of the closed classes, so the first word of a
    sentence is to be looked up by `initial`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._share: dict[str, dict[str, int]] = {}
        for line in lexicon("function_words"):
            word, *tags = line.split()
            self[word] = "|".join(tags)
        self._closed = dict(self)
        for line in lexicon("readings"):
            word, *shares = line.split()
            tags = shares[::2]
            self[word] = "|".join(sorted(tags))
            self._share[word] = {tag: int(n) for tag, n in zip(tags, shares[1::2], strict=True)}
        self._initial: dict[str, str] = {}
        self._verbal: dict[str, int] = {}

    def __missing__(self, word: str) -> str:
        found = self._of(word)
        if len(self) < REMEMBERED:
            self[word] = found
        return found

    def initial(self, word: str) -> str:
        """The readings of a sentence's first word: its capital tells nothing unless no list knows the word."""
        found = self._initial.get(word)
        if found is None:
            found = self._of_initial(word)
            if len(self._initial) < REMEMBERED:
                self._initial[word] = found
        return found

    def _of_initial(self, word: str) -> str:
        lower = word.lower()
        if lower == word or (len(word) > 1 and word.isupper() and lower not in self._closed):
            return self[word]
        found = self[lower]
        if found.startswith("NN") and not self.is_known(lower):
            return "NNPS" if found == "NNS" else "NNP"
        return found

    def is_known(self, lower: str) -> bool:
        """Does any list hold the word or the base of a regular form of it?"""
        return lower in self._closed or lower in self._share or _listed(lower)

    def verbal(self, lower: str) -> int:
        """How often in a hundred a word that may be a noun and a verb is a verb."""
        share = self._verbal.get(lower)
        if share is None:
            share = self._verbal_share(lower)
            if len(self._verbal) < REMEMBERED:
                self._verbal[lower] = share
        return share

    def _verbal_share(self, lower: str) -> int:
        shares = self._share.get(lower)
        if shares is not None:
            return shares.get("VB", 0) + shares.get("VBZ", 0)
        expected = morph.verbal_shares()
        if lower in expected:
            return expected[lower]
        return expected.get(morph.verb_of(lower, "s") or "", 40) * 7 // 10

    def share(self, lower: str, tag: str) -> int:
        """How often in a hundred a word has a tag; 50 where that is not known."""
        shares = self._share.get(lower)
        return 50 if shares is None else shares.get(tag, 0)

    def may_be_verb(self, lower: str) -> bool:
        """Is there a verb of that base form, however rare?"""
        return morph.known(lower, "verbs")

    def _of(self, word: str) -> str:
        lower = word.lower()
        first = word[0]
        if not first.isalpha():
            return _sign_or_number(word)
        if lower != word:
            return self._capitalised(word, lower)
        return shape(lower)

    def _capitalised(self, word: str, lower: str) -> str:
        if lower in self._closed and not (len(word) > 1 and word.isupper()):
            return "NNP" if lower in MONTH_LIKE else self[lower]
        if word in demonyms():
            return "JJ"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and morph.noun_of(lower):
            return "NNPS"
        return "NNP"


MONTH_LIKE = frozenset({"may", "will"})


@from_models()
def demonyms() -> frozenset[str]:
    """Adjectives that English writes with a capital."""
    return frozenset(w for w in lexicon("demonyms"))


def _sign_or_number(word: str) -> str:
    if word[0].isdigit():
        return "CD" if not word[-1].isalpha() else "JJ" if word[-2:] in ("st", "nd", "rd", "th") else "CD"
    return SIGNS.get(word, "SYM" if len(word) == 1 else ":")


SIGNS = {
    ",": ",", ".": ".", "?": ".", "!": ".", ":": ":", ";": ":", "-": "HYPH", "–": ":", "—": ":", "--": ":", "...": ":",
    "…": ":", "(": "(", "[": "(", "{": "(", ")": ")", "]": ")", "}": ")", '"': '"', "“": '"', "”": '"', "'": 'POS|"',
    "‘": '"', "’": 'POS|"', "$": "$", "€": "$", "£": "$", "¥": "$", "%": "NN", "§": "NN", "#": "#", "/": "SYM",
}  # fmt: skip


def _listed(lower: str) -> bool:
    return bool(
        lower in morph.words_of("nouns") or lower in morph.words_of("adjectives") or lower in morph.words_of("adverbs")
        or lower in morph.words_of("verbs") or morph.noun_of(lower) or morph.verb_of(lower, "s")
        or morph.verb_of(lower, "ed") or morph.verb_of(lower, "ing") or morph.irregular_past(lower)
        or morph.irregular_participle(lower) or morph.irregular_plural(lower)
    )  # fmt: skip


def shape(lower: str) -> str:
    """The readings of a lower-case word outside of the closed classes, joined by `|` in the order of the alphabet."""
    tags = set()
    if morph.known(lower, "verbs"):
        tags.add("VB")
    if lower in morph.words_of("nouns"):
        tags.add("NN")
    if lower in morph.words_of("adjectives"):
        tags.add("JJ")
    if tags <= {"VB"} and lower not in morph.words_of("verbs"):
        # What a prefix made of a listed word: redesign, nontariff, postfire.
        tags.update(tag for tag, name in (("NN", "nouns"), ("JJ", "adjectives")) if morph.known(lower, name))
    if lower in morph.words_of("adverbs"):
        tags.add("RB")
    past, participle = morph.irregular_past(lower), morph.irregular_participle(lower)
    regular = morph.verb_of(lower, "ed") if not past and not participle else None
    if past:
        tags.add("VBD")
    if participle:
        tags.add("VBN")
    singular = morph.irregular_plural(lower)
    if singular:
        tags.add("NNS")
        if singular == lower:
            tags.add("NN")
    if not singular and not lower.endswith(("ss", "us", "is")):
        if morph.noun_of(lower):
            tags.add("NNS")
        if morph.verb_of(lower, "s"):
            tags.add("VBZ")
    if regular:
        if lower.startswith(("un", "non")) and regular not in morph.words_of("verbs"):
            tags.add("JJ")
        else:
            tags |= {"VBD", "VBN"}
    if morph.verb_of(lower, "ing"):
        tags.add("VBG")
    if not tags:
        if morph.adjective_of(lower, "er"):
            tags.add("JJR")
        elif morph.adjective_of(lower, "est"):
            tags.add("JJS")
    if "VB" in tags and not tags & {"NN", "JJ"} and lower.endswith(NOUN_ENDINGS[:10]):
        tags.add("NN")
    if "NNS" in tags and singular != lower and not lower.endswith("ics"):
        # lists hold plurals of their own (`fields`, `police`)
        tags.discard("NN")
    return "|".join(sorted(tags)) if tags else unknown(lower)


def unknown(lower: str) -> str:
    """The readings of a word that no list knows, by its ending."""
    if lower.endswith("ly"):
        return "RB"
    if lower.endswith("ing"):
        return "NN|VBG"
    if lower.endswith("ed") and len(lower) > 4:
        return "VBD|VBN"
    if lower.endswith(("ize", "ise", "ify")):
        return "VB"
    if lower.endswith(("izes", "ises", "ifies")):
        return "VBZ"
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous")):
        return "NNS"
    if lower.endswith(NOUN_ENDINGS):
        return "NN"
    return "JJ" if lower.endswith(ADJECTIVE_ENDINGS) else "NN"
