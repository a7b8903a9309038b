"""One answer: from what was typed to its value, by the type of the question."""

from datetime import date

from rfps.bidding import figures
from rfps.choices import AnswerType

MAX_TEXT = 20_000
YES_NO = {"yes": "Yes", "no": "No"}


class WrongAnswerError(ValueError):
    """The message is a sentence for the user."""


def read(question: dict, raw, files=()):
    """
    Return the value of an answer, None where nothing is answered.

    Numbers are decimal strings, dates ISO 8601, yes and no ``yes`` and ``no``, a table a list of
    rows, files a list of their ids.

    :raises WrongAnswerError: if what was typed is no answer to the question
    """
    if question["type"] == AnswerType.FILE:
        return [str(file.pk) for file in files] or None
    return READERS[question["type"]](question, raw) if raw else None


def _text(question, raw) -> str:
    if len(raw) > MAX_TEXT:
        raise WrongAnswerError(f"Too long: at most {MAX_TEXT:,} characters. Attach a file instead.")
    return raw


def _number(question, raw) -> str:
    try:
        return figures.plain(figures.number(raw))
    except figures.NotANumberError as error:
        raise WrongAnswerError(str(error)) from error


def _date(question, raw) -> str:
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError as error:
        raise WrongAnswerError(f"“{raw[:40]}” is no date: write it like 2027-03-31.") from error


def _choice(question, raw) -> str:
    if raw not in question["options"]:
        raise WrongAnswerError(f"“{raw[:40]}” is not among the choices.")
    return raw


def _yes_no(question, raw) -> str:
    if raw not in YES_NO:
        raise WrongAnswerError("Choose yes or no.")
    return raw


def _table(question, raw) -> list[list[str]]:
    # The columns may have changed in an addendum: every row has those of today.
    width = len(question["options"])
    rows = [[*row[:width], *[""] * (width - len(row))] for row in raw]
    for row in rows:
        for cell in row:
            _text(question, cell)
    return rows


READERS = {
    AnswerType.TEXT: _text,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _date,
    AnswerType.CHOICE: _choice,
    AnswerType.YES_NO: _yes_no,
    AnswerType.TABLE: _table,
}
