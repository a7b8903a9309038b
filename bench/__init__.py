"""Benchmarks: worlds far larger than any test, and figures with what they are held against."""
