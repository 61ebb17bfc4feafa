"""The recognisers: what reads the running text of a report. Text and offsets in, `pipeline.values` out."""
