"""Benchmarks: `python -m benchmarks [name]`. Method and current figures: docs/benchmarks.md."""
