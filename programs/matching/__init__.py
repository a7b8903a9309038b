"""Matching: which listed vendors can serve a work package, how surely, and what is missing."""

from programs.matching.leading import alone, leaders
from programs.matching.ranking import ALGORITHM, explain, rank
from programs.matching.records import as_json, snapshot

__all__ = ["ALGORITHM", "alone", "as_json", "explain", "leaders", "rank", "snapshot"]
