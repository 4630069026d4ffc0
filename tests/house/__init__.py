"""Tests of the house itself: who may import whom, what a file may be."""
