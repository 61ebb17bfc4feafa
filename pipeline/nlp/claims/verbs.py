"""A predicate with its words: what the parser finds and the claim rules look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.nlp.claims.parts import Clause
from pipeline.nlp.claims.predicates import Shape
from pipeline.nlp.claims.subjects import Subject

if TYPE_CHECKING:
    from pipeline.nlp.claims.reading import Reading


class Verb:
    """One predicate of a sentence. The parser says in chunks what belongs to it:

    form          `F` finite, `V` past participle, `G` -ing form, `T` infinitive, `B` bare form
    chunk, clause the number of its chunk, and the clause it stands in
    actor         the chunks of its subject               complement   the that-clause that completes it
    lead          the predicate whose auxiliaries it shares
    end_chunk     where its complement ends, -1 for the end of the clause
    cut_chunk     where that ends at the first non-restrictive addition (`, which …`, `, while …`), -1 for none

    The reading adds its words, in tokens:

    start, stop   the tokens of the group         main    the main verb's token        lemma   its base form
    shape         what the group says beyond its verb     agreement   of a finite verb, `-` for others
    modal         the modal's word or ``          lead_modal    the modal that governs it
    next, after   the kind of chunk after it and that chunk's number; `after_token` its first token
    end, cut      the token at which its complement ends, all of it and without non-restrictive additions
    subject       who or what acts, None where the clause names nobody; worked out when first asked for
    """

    __slots__ = (
        "_reading", "_subject", "actor", "after", "after_token", "agreement", "chunk", "clause", "complement", "cut",
        "cut_chunk", "end", "end_chunk", "form", "lead", "lead_modal", "lemma", "main", "modal", "next", "shape",
        "start", "stop",
    )  # fmt: skip

    shape: Shape
    agreement: str
    start: int
    stop: int
    main: int
    lemma: str
    modal: str
    lead_modal: str
    next: str
    after: int
    after_token: int
    end: int
    cut: int

    def __init__(self, form: str, chunk: int, clause: Clause) -> None:
        self.form = form
        self.chunk = chunk
        self.clause = clause
        self.actor: tuple[int, int] | None = None
        self.complement: Clause | None = None
        self.lead: Verb | None = None
        self.end_chunk = -1
        self.cut_chunk = -1
        self._reading: Reading | None = None
        self._subject: Subject | None = None

    def read_in(self, reading: Reading) -> None:
        """Let the subject be looked for in its sentence."""
        self._reading = reading

    @property
    def subject(self) -> Subject | None:
        """Who or what acts."""
        if self._reading is not None:
            self._subject, self._reading = self._reading.subject_of(self), None
        return self._subject

    @subject.setter
    def subject(self, subject: Subject | None) -> None:
        self._subject, self._reading = subject, None
