"""Citations: legal and official references with a canonical id and the official page that it leads to."""

from pipeline.nlp.citations.recogniser import CitationRecogniser

__all__ = ["CitationRecogniser"]
