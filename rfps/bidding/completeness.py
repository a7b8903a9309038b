"""How far a bid is, lot by lot: what has to be answered, what is, and what it costs."""

from dataclasses import dataclass

from rfps.bidding import prices


@dataclass(frozen=True)
class LotState:
    """``done`` of ``needed`` places have their answer; places are mandatory questions and firm lines."""

    position: int
    title: str
    done: int
    needed: int
    total: prices.Total
    has_grid: bool

    @property
    def percent(self) -> int:
        """Return the share in full per cent; only a complete lot is at 100."""
        return 100 if self.done == self.needed else min(99, 100 * self.done // self.needed)


def by_lot(content: dict, reading) -> list[LotState]:
    """Return the state of each chosen lot. What is asked of every bid counts in each of them."""
    return [_state(lot, reading) for lot in content["lots"] if lot["position"] in reading.lots]


def _state(lot: dict, reading) -> LotState:
    asked = reading.asked.of_lot(lot["position"])
    places = [question["key"] for question in asked.questions if question["is_mandatory"]]
    places += [line["key"] for line in asked.lines if not line["is_optional"]]
    answered = reading.answers.keys() | reading.prices.keys()
    return LotState(
        position=lot["position"],
        title=lot["title"],
        done=sum(key in answered for key in places),
        needed=len(places),
        total=prices.total(asked.lines, reading.prices),
        has_grid=bool(asked.lines),
    )
