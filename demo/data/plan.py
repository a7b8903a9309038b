"""How a program of the story is told: its plan, its shortlists and its requests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """An RFP made from a shortlist, and what its vendors did."""

    title: str
    message: str
    by: str
    created_days_ago: float
    issued_days_ago: float | None = None
    cancelled_days_ago: float | None = None
    cancel_reason: str = ""
    deadline_in_days: float = 30
    currencies: str = "EUR USD"
    kind: str = "RFP"
    # vendor: what it does and how many days ago: "intends", "declines: capacity", "reads"
    answers: tuple[tuple[str, str, float], ...] = ()
    reminders: tuple[tuple[str, float], ...] = ()  # vendor, days from now
    template: str = ""  # a built-in one
    opened_by: str = ""
    needs_cda: bool = False
    # vendor, question, the published wording and the answer (or nothing yet), days ago
    questions: tuple[tuple[str, str, str, str, float], ...] = ()
    addendum: tuple[str, str, float] | None = None  # note, further message, days ago
    # vendor, how dear it is, and "submits", "submits in USD", "drafts" or "on paper"
    bids: tuple[tuple[str, float, str], ...] = ()
    is_closed: bool = False  # its deadline was a moment ago
    is_opened: bool = False
    minimum: int | None = None  # technical points; with None both envelopes open together
    # who scores, the share of their cells that is done, and whether bidders are letters to them
    panel: tuple[tuple[str, float, bool], ...] = ()
    # how far the decision is, where the whole panel has scored: "recommended" or "awarded"
    decision: str = ""
    signed_by: str = "petra"
    rates: tuple[tuple[str, str], ...] = ()  # currency, and what it is worth in the first one


@dataclass(frozen=True)
class List:
    """A shortlist of one package: named vendors with notes, or the first of the ranking."""

    package: str
    vendors: tuple[tuple[str, str], ...] = ()
    first_of_ranking: int = 0
    by: str = ""
    days_ago: float = 20
    shared_with: tuple[tuple[str, str], ...] = ()
    request: Request | None = None


@dataclass(frozen=True)
class Plan:
    """
    A program as its sponsor registers it.

    ``phases``: phase, months from now to start and end, dosage form, scale and its unit.
    """

    sponsor: str
    by: str
    registered_days_ago: int
    fields: dict
    phases: tuple[tuple, ...]
    merge: tuple[str, ...] = ()
    package: str = ""  # the package whose top three are foretold
    lists: tuple[List, ...] = ()
    team: str = ""
    # leaves, and the evidence the team asks for beyond what was proposed
    asks: tuple[tuple[str, int], ...] = ()
