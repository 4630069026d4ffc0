"""Estimates: what the insights claim, from plain counts, each with its interval or with what is missing."""
