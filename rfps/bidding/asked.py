"""What a bid for some lots has to answer: the questions and grid lines of a frozen version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """
    The questions and the lines in the order of the page.

    A question carries ``number``, ``lot`` (a position, None for the whole request), ``section`` and
    ``envelope`` beside what the version says; a line ``number`` and ``lot``.
    """

    questions: list[dict]
    lines: list[dict]

    def of_lot(self, position: int) -> "Asked":
        """Return what one lot needs: its own, and what is asked of every bid."""
        return Asked(
            [one for one in self.questions if one["lot"] in {None, position}],
            [one for one in self.lines if one["lot"] == position],
        )


def of(content: dict, lots=None) -> Asked:
    """Return what is asked for the lots at these positions, by default for all."""
    chosen = [lot for lot in content["lots"] if lots is None or lot["position"] in lots]
    sections = [(None, section) for section in content["sections"]]
    sections += [(lot["position"], section) for lot in chosen for section in lot["sections"]]
    questions = [
        question | {"lot": lot, "section": section["title"], "envelope": section["envelope"]}
        for lot, section in sections
        for question in section["questions"]
    ]
    lines = [line | {"lot": lot["position"]} for lot in chosen for line in lot["grid"]]
    return Asked(_numbered(questions), _numbered(lines))


def _numbered(rows: list[dict]) -> list[dict]:
    return [row | {"number": number} for number, row in enumerate(rows, 1)]


def positions(content: dict) -> list[int]:
    return [lot["position"] for lot in content["lots"]]
