"""A predicate with its words: what the claim rules look at."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.nlp.claims.parts import Clause, Predicate
from pipeline.nlp.claims.predicates import Shape
from pipeline.nlp.claims.subjects import Subject


class Verb:
    """One predicate of a sentence.

    form          `F` finite, `V` past participle, `G` -ing form, `T` infinitive, `B` bare form
    start, stop   the tokens of the group         main    the main verb's token        lemma   its base form
    modal         the modal's word or ``          lead    the predicate whose auxiliaries it shares
    lead_modal    the modal that governs it       chunk   the number of its chunk
    next, after   the kind of chunk after it and that chunk's number; `after_token` its first token
    end, cut      the token at which its complement ends, all of it and without non-restrictive additions
    subject       who or what acts, None where the clause names nobody; worked out when first asked for
    """

    __slots__ = (
        "_find", "_subject", "after", "after_token", "agreement", "chunk", "clause", "cut", "end", "form", "lead",
        "lead_modal", "lemma", "main", "modal", "next", "predicate", "shape", "start", "stop",
    )  # fmt: skip

    lemma: str
    modal: str
    lead_modal: str
    next: str
    after: int
    after_token: int
    end: int
    cut: int

    def __init__(
        self,
        predicate: Predicate,
        shape: Shape,
        agreement: str,
        tokens: tuple[int, int],
        find: Callable[[Verb], Subject | None],
    ) -> None:
        self.predicate = predicate
        self.form: str = predicate.form
        self.clause: Clause = predicate.clause
        self.chunk: int = predicate.chunk
        self.shape = shape
        self.agreement = agreement
        self.start, self.stop = tokens
        self.main = self.start + shape.main
        self.lead: Verb | None = None
        self._find: Callable[[Verb], Subject | None] | None = find
        self._subject: Subject | None = None

    @property
    def subject(self) -> Subject | None:
        """Who or what acts."""
        if self._find is not None:
            self._subject, self._find = self._find(self), None
        return self._subject

    @subject.setter
    def subject(self, subject: Subject | None) -> None:
        self._subject, self._find = subject, None
