"""Which answers and prices an addendum puts in question."""

from rfps.bidding import asked


def touched(before: dict, after: dict) -> frozenset[str]:
    """Return the keys of questions and grid lines that are new or ask something else."""
    old, new = _by_key(before), _by_key(after)
    return frozenset(key for key, row in new.items() if old.get(key) != row)


def _by_key(content: dict) -> dict[str, dict]:
    everything = asked.of(content)
    return {
        row["key"]: {name: value for name, value in row.items() if name not in {"number", "fact"}}
        for row in (*everything.questions, *everything.lines)
    }
