"""One module per subject; each registers its benchmarks (``bench/registry.py``)."""
