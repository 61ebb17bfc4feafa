"""Dates: calendar time, durations and recurring times. `DateRecogniser` is what the reader builds."""

from pipeline.nlp.dates.recogniser import DateRecogniser

__all__ = ["DateRecogniser"]
