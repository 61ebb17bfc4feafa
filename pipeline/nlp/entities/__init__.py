"""Entities: named persons, organizations, places, peoples, laws, programs and events."""

from pipeline.nlp.entities.recogniser import EntityRecogniser

__all__ = ["EntityRecogniser"]
