"""Tests of `benchmarks.compare`: every figure moves when what it measures does."""
