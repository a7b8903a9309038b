"""A story: dated moves, made in the order of their dates so that the audit trail reads like one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from notifications import delivery

LEFT_TO_THE_WORKER_DAYS = 3
POST_HOURS = 0.03


def office_hour(day: datetime, number: float) -> datetime:
    """Return an hour between eight and five of a day, always the same for the same number."""
    return day.replace(hour=8 + int(number * 13) % 9, minute=int(number * 37) % 60)


class Story:
    """Collects moves and makes them; ``now`` of each move is the time it is told to have happened."""

    def __init__(self, now: datetime):
        self.now = now
        self.moves: list[tuple[datetime, int, Callable]] = []

    def add(self, move: Callable[[datetime], object], *, days_ago: float, hours: float = 0) -> None:
        """
        Plan a move, called with its own time; of two at one time the first planned comes first.

        :param days_ago: names the day; its hour follows from it, so that moves of one day are apart
        :param hours: after that hour
        """
        at = office_hour(self.now - timedelta(days=days_ago), days_ago) + timedelta(hours=hours)
        self.moves.append((min(at, self.now), len(self.moves), move))

    def add_post(self, *, days_ago: float, hours: float = 0) -> None:
        """Plan that the mail of a move has gone out minutes later; the worker sends newer mail."""
        if days_ago > LEFT_TO_THE_WORKER_DAYS:
            self.add(
                lambda at: delivery.drain(clock=lambda: at),
                days_ago=days_ago,
                hours=hours + POST_HOURS,
            )

    def tell(self) -> None:
        for at, _, move in sorted(self.moves, key=lambda planned: planned[:2]):
            move(at)
