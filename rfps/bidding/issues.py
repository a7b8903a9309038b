"""What is wrong with a bid: each issue names where it is; fatal ones keep it from being submitted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """
    One sentence about one place.

    ``place`` names it for people ("Grid line 4, Filling"), ``anchor`` is its id on the bid page.
    """

    place: str
    message: str
    anchor: str = ""
    is_fatal: bool = True
    is_open: bool = False  # nothing is typed there yet, so nothing is wrong yet


def fatal(issues) -> list[Issue]:
    return [issue for issue in issues if issue.is_fatal]


def warnings(issues) -> list[Issue]:
    return [issue for issue in issues if not issue.is_fatal]
