"""How a run tells how far it is; `pipeline.tools.progress` shows it, here nothing is shown."""

from __future__ import annotations


class Progress:
    """Told by the stages what they do; says nothing. What shows something overrides these."""

    def begin(self, stage: str, fresh: int, documents: int) -> None:
        """A stage begins: `fresh` of its documents (in ingest: files) have to be read, the others are known."""

    def advance(self, documents: int, words: int = 0, errors: int = 0) -> None:
        """So many more documents were read."""

    def say(self, sentence: str) -> None:
        """Something that a user wants to know."""


SILENT = Progress()
