"""A sentence as the claim rules see it: its chunks, its predicates with their lemmas, and stretches of its text."""

from __future__ import annotations

import re

from pipeline.nlp.claims.chunks import Chunks
from pipeline.nlp.claims.clauses import Parser
from pipeline.nlp.claims.cues import terms, words
from pipeline.nlp.claims.parts import Clause
from pipeline.nlp.claims.predicates import Shape, shape_of
from pipeline.nlp.claims.subjects import Subject, Subjects, singular
from pipeline.nlp.claims.verbs import Verb
from pipeline.nlp.morphology import lemma
from pipeline.nlp.page import Page
from pipeline.rules import from_models
from pipeline.values import Sentence, Span

AGREEMENT = {
    "was": "p", "were": "p", "had": "p", "did": "p", "is": "s", "has": "s", "does": "s", "are": "r", "have": "r",
    "do": "r", "am": "r", "'s": "s", "’s": "s", "VBD": "p", "VBZ": "s",
}  # fmt: skip
# A noun phrase right before another one and its verb, at the head of the sentence.
SAID = re.compile(r"(?:[^NF,]*,)?r?N(?=N[^F,]*F)")
# The same before `that`, where every verb of the sentence belongs to that clause or to one inside of it.
SAID_THAT = re.compile(r"(?:[^Ft,]*,)?[^NFts,]*r?N(?=t[^F]*F(?:[^FsfwRtc]*[sfwRtc][^F]*F)*[^F]*$)")
# A participle at the head of the sentence that was read as a noun: a phrase, a comma, then subject and verb.
FRONTED_ING = re.compile(r"N[Ia][^F,]*,[rc]?[NY](?![^F]*,)[^F,c]*F")
# What may stand before the verb of a list item: a dash, a number in parentheses, adverbs.
LEAD_IN = re.compile(r"[-u.r\"]*(?:\([N#]\))?N?\)?r*(?=[FBV])")
# A speaker and a verb between commas, after a quotation, or behind `as`.
ASIDE = re.compile(r"a?(N(?:[oI]N)*)r?([FV])N?(?=,|$)")
# What a verb's object may stand behind: adverbs; a phrase set apart.
PASSED, PAUSES = frozenset("rx"), frozenset(",-")
ADDING = re.compile("s")
ADDED = frozenset(("because", "although", "though", "while", "whereas"))
VERBAL = re.compile("[FTGVB]")
INVERTING = frozenset(("should", "were", "had"))
CONDITION = re.compile(r"FN(?>(?:[oI]N)*)r?[BTVF][^,;]*+,[cr]*N[^,;]*?F")
COMPLEMENT = re.compile(r"F(?=[rjIoNY]{1,8}R)[rjIY][rjIoNY]{0,7}R(?=r*N(?>(?:[oI]N)*)r*F[rx]*[\"]?[NjTtr])")
# `requires, among other things, that …`: what stands apart between a verb and its object.
# `…, said the agency` before a comma or the end
INVERTED = re.compile(r"[,\"]{1,2}(F)(N(?>(?:[oI]N)*))(?=,|\"|$)")
INTERRUPTED = re.compile(
    r"(?:,r?[Iya][^,;:tRfwsFTGVB(-]{1,8},|-[^-;:tRfwsF(]{1,10}-)(?=[rx\"]*(?:[tGTwy]|N(?>(?:[oI]N)*)(?!r*F)))"
)
ARTICLES = frozenset(("the", "a", "an"))
CLOSING = frozenset((".", ",", ";", ":", '"', "”", "“", "!", "?", "—", "–", "-", "and", "or", "but"))


@from_models(maxsize=50_000)
def _lemma(word: str, tag: str) -> str:
    return lemma(word, tag)


class Reading:
    """One sentence, parsed."""

    def __init__(
        self, page: Page, codes: str, tags: list[str], sentence: Sentence, chunks: Chunks, subjects: Subjects
    ) -> None:
        self.page = page
        self.codes = codes
        self.tags = tags
        self.sentence = sentence
        self.subjects = subjects
        self.chunks = chunks
        self.last = chunks.edges[-1]
        self.asides: list[Verb] = []
        # The predicates that have a row already, by id.
        self.drafted: set[int] = set()
        self.verbs: list[Verb] = []
        if VERBAL.search(self.chunks.kinds):
            self.verbs = self._verbs()
        self._lists()

    def close(self) -> None:
        """Take verbs, clauses and sentence apart: what holds each other would wait for the collector."""
        for verb in (*self.verbs, *self.asides):
            verb.clause.verbs.clear()
            verb.subject = None
        self.verbs.clear()
        self.asides.clear()

    def _verbs(self) -> list[Verb]:
        """The predicates, in order, each with its words, its clause and the one whose auxiliaries it shares."""
        forms: dict[int, str] = {}
        shapes: dict[int, Shape] = {}
        kinds = self._find_said(self._sentence_opening(shapes, forms), shapes, forms)
        kinds = self._shape(kinds, shapes, forms)
        kinds = self._complements(self._set_asides_apart(kinds, shapes), shapes)
        aspects = words("claim_aspect_verbs")
        found: list[Verb] = []
        apart = [m.start() for m in ADDING.finditer(kinds) if self._word(m.start()) in ADDED] if "s" in kinds else ()
        last = None
        for verb in Parser(kinds, forms, apart).parse():
            self._read(verb, shapes[verb.chunk], forms[verb.chunk][0])
            if last is not None and last.form == "F" and last.after == verb.chunk and last.lemma in aspects:
                if last.lead_modal:
                    # `could help reduce`: one predicate, and the modal's verb is its cue
                    last.stop, last.next, last.after = verb.stop, verb.next, verb.after
                    continue
                self._promote(verb, last)
            found.append(verb)
            last = verb
        return found

    def _word(self, k: int) -> str:
        """The first word of a chunk."""
        return self.page.lower[self.chunks.edges[k]]

    def _sentence_opening(self, shapes: dict[int, Shape], forms: dict[int, str]) -> str:
        """The chunks, with what opens the sentence corrected: a participle that looks like a noun, an inversion."""
        kinds, edges = self.chunks
        if edges[1] > edges[0] + 1:
            return kinds
        word = self.page.lower[edges[0]]
        if kinds[0] == "N" and word.endswith("ing") and FRONTED_ING.match(kinds):
            shapes[0], forms[0] = shape_of("G"), "-G"
            return "G" + kinds[1:]  # `Beginning in FY2016, Congress directed …`
        if kinds[0] == "F" and word in INVERTING and CONDITION.match(kinds):
            return "f" + re.sub("[BT]", "F", kinds[1:], count=1)  # `Should Congress decide to act, …`
        return kinds

    def _shape(self, kinds: str, shapes: dict[int, Shape], forms: dict[int, str]) -> str:
        """Read what each verb group says beyond its verb; a past tense that must be a participle becomes one."""
        edges, codes, lower, tags = self.chunks.edges, self.codes, self.page.lower, self.tags
        for match in VERBAL.finditer(kinds):
            k = match.start()
            if k in shapes:
                continue
            first = edges[k]
            shape = shapes[k] = shape_of(codes[first : edges[k + 1]])
            agreement = "-"
            if kinds[k] == "F":
                if shape.modal >= 0:
                    agreement = "M"
                elif tags[first] == "VBD" and k and (kinds[k - 1] == "a" or (kinds[k - 1 : k + 2] == ",Fy")):
                    kinds = kinds[:k] + "V" + kinds[k + 1 :]  # `as provided in the act`, `…, supported by a loan`
                else:
                    agreement = AGREEMENT.get(lower[first]) or AGREEMENT.get(tags[first], "r")
            forms[k] = agreement + shape.form
        return kinds

    def _complements(self, kinds: str, shapes: dict[int, Shape]) -> str:
        """Tell complements from relative clauses, and take out what stands between a verb and its object."""
        for match in COMPLEMENT.finditer(kinds) if "R" in kinds else ():
            # `said before the vote that Iran had no plant`: a clause with subject and object misses nothing
            reporting, opener = match.start(), match.end() - 1
            token = self.chunks.edges[reporting] + shapes[reporting].main
            that = self.page.lower[self.chunks.edges[opener]] == "that"
            if that and self.lemma(token) in terms("assertion.clause", "clause"):
                kinds = kinds[:opener] + "t" + kinds[opener + 1 :]
        for match in INTERRUPTED.finditer(kinds) if kinds.count(",") > 1 or kinds.count("-") > 1 else ():
            if kinds[match.start() - 1] in "FTGV":
                kinds = kinds[: match.start()] + "u" * len(match.group()) + kinds[match.end() :]
        return kinds

    def _find_said(self, kinds: str, shapes: dict[int, Shape], forms: dict[int, str]) -> str:
        """Part a reporting verb from the noun phrase that swallowed it: `The agency notes | the fee is high`."""
        if "NN" not in kinds and "Nt" not in kinds:
            return kinds
        match = SAID.match(kinds) or SAID_THAT.match(kinds)
        if match is None:
            return kinds
        edges = self.chunks.edges
        k = match.end() - 1
        token = edges[k + 1] - 1
        if token <= edges[k] or self.tags[token] != "NNS" or self.tags[token - 1] not in ("NN", "NNP"):
            return kinds
        if _lemma(self.page.words[token], "VBZ") not in terms("assertion.clause", "clause"):
            return kinds
        edges.insert(k + 1, token)
        shapes[k + 1], forms[k + 1] = shape_of("v"), "sv"
        self.tags[token] = "VBZ"
        kinds = kinds[: k + 1] + "F" + kinds[k + 1 :]
        self.chunks = Chunks(kinds, edges)
        return kinds

    def _lists(self) -> None:
        """Give the items of a list the subject of the sentence that leads in to them: `The bill would:` `- extend …`."""
        page, subjects, kinds = self.page, self.subjects, self.chunks.kinds
        ending = page.source[self.sentence.end - 1]
        leads_in = ending in ":—" or ending.isalpha()
        if self.verbs and subjects.lead is None and not leads_in:
            return
        first = self.verbs[0] if self.verbs else None
        if first is None and kinds.strip("-") == "N":
            # `Section 5.`, a heading inside the paragraph: what follows tells of it
            k = kinds.index("N")
            subjects.lead, subjects.lead_modal = subjects.of(self, (k, k + 1)), ""
            return
        marked = self.codes[self.sentence.first] in "-u#(" or not page.words[self.sentence.first][0].isupper()
        opening = LEAD_IN.match(kinds) if subjects.lead is not None else None
        if opening is not None and first is not None and first.chunk == opening.end():
            for verb in self.verbs:
                if (
                    verb.subject is None
                    and verb.clause is first.clause
                    and verb.form in "FBV"
                    and (verb is first or verb.lead is first or verb.form == "F")
                ):
                    if verb.form == "B":
                        verb.form = "F"
                    if verb.form == "F":
                        verb.subject = subjects.lead
                        verb.lead_modal = verb.lead_modal or subjects.lead_modal
        if leads_in:
            finite = [
                verb for verb in self.verbs if verb.form == "F" and verb.subject is not None and verb.clause.kind == "m"
            ]
            if finite:
                subjects.lead, subjects.lead_modal = finite[-1].subject, finite[-1].modal
        elif not marked and opening is None:
            subjects.lead = None

    def _set_asides_apart(self, kinds: str, shapes: dict[int, Shape]) -> str:
        """Take out what only names a speaker (`…, the court explained, …`): the clause goes on around it."""
        for match in ASIDE.finditer(kinds):
            start, first, verb = match.start(), match.start(1), match.start(2)
            before = kinds[start - 1] if start else ""
            if start < first:
                aside = not start or before in ",-"
            elif before == "," or (start and self.codes[self.chunks.edges[first]] == '"'):
                # at the end of a sentence only what is a sentence by itself can be said
                aside = match.end() < len(kinds) or ("F" in kinds[:start] and kinds[0] not in "sfaI")
            else:
                continue
            lemma = self.lemma(self.chunks.edges[verb] + shapes[verb].main)
            if not aside or shapes[verb].form not in "vV" or lemma not in terms("assertion.clause", "clause"):
                continue
            if kinds[match.end() - 1] == "N" and lemma not in ("tell", "inform", "assure", "remind", "warn"):
                continue
            self._add_aside(Verb("F", verb, Clause("m", 0, None, len(kinds))), shapes[verb], (first, verb))
            kinds = kinds[:start] + "u" * (verb + 1 - start) + kinds[verb + 1 :]
        return self._set_speakers_apart(kinds, shapes)

    def _set_speakers_apart(self, kinds: str, shapes: dict[int, Shape]) -> str:
        """Take out what names a speaker behind the verb: `…, said the agency`, `"…," argued the mayor`.

        Without a closing quotation mark only `say` is so read: `cut fees, added programs` has two verbs of one subject.
        """
        for match in INVERTED.finditer(kinds) if ",F" in kinds or '"F' in kinds else ():
            start, verb = match.start(), match.start(1)
            quoted = self.codes[self.chunks.edges[verb] - 1] == '"'
            lemma = self.lemma(self.chunks.edges[verb] + shapes[verb].main)
            if shapes[verb].form != "v" or lemma not in terms("assertion.parenthetical", "inverted"):
                continue
            if not quoted and (lemma != "say" or "F" not in kinds[:start] + kinds[match.end() :]):
                continue
            self._add_aside(Verb("F", verb, Clause("m", 0, None, len(kinds))), shapes[verb], match.span(2))
            end = match.end() if "F" in kinds[match.end() :] else len(kinds)
            kinds = kinds[:start] + "u" * (end - start) + kinds[end:]
        return kinds

    def _add_aside(self, verb: Verb, shape: Shape, actor: tuple[int, int]) -> None:
        verb.actor = actor
        self._read(verb, shape, "-")
        self.asides.append(verb)

    def _read(self, verb: Verb, shape: Shape, agreement: str) -> None:
        """Add its words to what the parser tells of a predicate."""
        kinds, edges = self.chunks
        k = verb.chunk
        verb.read_in(self)
        verb.shape, verb.agreement = shape, agreement
        verb.start = start = edges[k]
        verb.stop = edges[k + 1]
        verb.main = main = start + shape.main
        verb.lemma = _lemma(self.page.words[main], self.tags[main])
        verb.modal = modal = self.page.lower[start + shape.modal] if shape.modal >= 0 else ""
        verb.lead_modal = modal if verb.lead is None else verb.lead.modal
        after = k + 1
        following = kinds[after : after + 1]
        while following in PASSED:
            after += 1
            following = kinds[after : after + 1]
        if following in PAUSES and shape.form != "b":
            interrupted = INTERRUPTED.match(kinds, after)
            if interrupted or "," in self.codes[edges[k] : edges[k + 1]]:  # `would reduce, or eliminate, the fee`
                after = interrupted.end() if interrupted else after + 1
                following = kinds[after : after + 1]
        verb.after, verb.after_token, verb.next = after, edges[after], following
        end = verb.end_chunk if verb.end_chunk >= 0 else verb.clause.end
        verb.end = edges[end]
        verb.cut = edges[verb.cut_chunk] if 0 <= verb.cut_chunk < end else verb.end

    def _promote(self, verb: Verb, aspect: Verb) -> None:
        """Read `began providing` as one predicate: the second verb takes over subject, modal and clause."""
        verb.form, verb.subject, verb.lead = "F", aspect.subject, aspect
        verb.lead_modal = aspect.lead_modal
        verb.end, verb.cut = aspect.end, aspect.cut

    def subject_of(self, verb: Verb) -> Subject | None:
        """Who or what acts, from the chunks that the clause gives to the verb."""
        chunks = verb.actor
        if chunks is None:
            return None
        clause = verb.clause
        if clause.kind == "R" and chunks == clause.antecedent:
            subject = self.subjects.antecedent(self, chunks, verb.agreement if verb.agreement in "sr" else "")
            # `The plan is a document that sets …`: the predicate noun is what the subject is
            main = clause.governor
            if subject and subject.kind in ("other", "report") and main and main.shape.form == "b" and main.subject:
                return main.subject if main.subject.kind in ("law", "plan", "program") else subject
            return subject
        if verb.form in "VG" and chunks[1] == verb.chunk:
            return self.subjects.modified(self, chunks)
        return self.subjects.of(self, chunks)

    def lemma(self, token: int) -> str:
        """The base form of a verb token, with the front parts of a hyphened one: `self-certify`."""
        return _lemma(self.page.words[token], self.tags[token])

    def noun(self, token: int) -> str:
        """The singular of a noun token."""
        return singular(self.page.lower[token])

    def span(self, first: int, last: int) -> Span | None:
        """The characters of the tokens `first:last` without closing signs and coordinators at either end."""
        codes, lower = self.codes, self.page.lower
        while last > first and (codes[last - 1] in ',;:.-"c' or lower[last - 1] in CLOSING):
            last -= 1
        while first < last and codes[first] in ",;:.-)":
            first += 1
        return Span(self.page.starts[first], self.page.ends[last - 1]) if last > first else None

    def without_article(self, first: int, last: int) -> Span | None:
        """The same without a leading article."""
        while first < last and self.codes[first] in '",':
            first += 1
        if first < last and self.page.lower[first] in ARTICLES:
            first += 1
        return self.span(first, last)

    def chunk_words(self, k: int) -> list[str]:
        """The lower-case words of a chunk."""
        return self.page.lower[self.chunks.edges[k] : self.chunks.edges[k + 1]]
