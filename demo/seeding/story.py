"""A story: dated moves, made in the order of their dates so that the audit trail reads like one."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Story:
    """Collects moves and makes them; ``now`` of each move is the time it is told to have happened."""

    def __init__(self, now: datetime):
        self.now = now
        self.moves: list[tuple[datetime, int, Callable]] = []

    def add(self, move: Callable[[datetime], object], *, days_ago: float, hours: float = 0) -> None:
        """Plan a move, called with its own time; of two at one time the first planned comes first."""
        at = self.now - timedelta(days=days_ago) + timedelta(hours=hours)
        self.moves.append((min(at, self.now), len(self.moves), move))

    def tell(self) -> None:
        for at, _, move in sorted(self.moves, key=lambda planned: planned[:2]):
            move(at)
