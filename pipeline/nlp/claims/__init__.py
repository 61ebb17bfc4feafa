"""Claims: who says what about policy, and what policy does."""

from pipeline.nlp.claims.recogniser import ClaimRecogniser

__all__ = ["ClaimRecogniser"]
