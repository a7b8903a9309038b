"""
What a vendor has typed, raw. The draft's JSON:

``lots`` positions as text; ``currency``; ``answers`` by question key, text or for a table a list of
rows; ``prices`` by line key: ``state``, ``price``, ``note``; ``assumptions``, ``exclusions`` one a
line; ``team`` rows of ``name``, ``role``, ``share``; ``timeline`` rows of ``task``, ``start``,
``end``; ``accepted`` the number of the request's version that the draft answers; ``removed`` the
ids of submitted files that it leaves out.
"""

from rfps.bidding import asked
from rfps.choices import AnswerType

TEXTS = ("currency", "assumptions", "exclusions")
TABLES = {"team": ("name", "role", "share"), "timeline": ("task", "start", "end")}
PRICE = ("state", "price", "note")
NOT_TYPED = ("accepted", "removed")
MAX_ROWS = 60
SPARE_ROWS = 2  # empty ones below what is filled: a page without script has room to write


def empty(accepted: int, lots=()) -> dict:
    """Return a draft in which nothing is typed; with one lot there is nothing to choose."""
    return {
        "lots": [str(position) for position in lots] if len(lots) == 1 else [],
        **dict.fromkeys(TEXTS, ""),
        "answers": {},
        "prices": {},
        **{name: [] for name in TABLES},
        "accepted": accepted,
        "removed": [],
    }


def typed(before: dict, post, content: dict) -> dict:
    """
    Return the draft with what a form sends; what the form does not show stays as it was.

    :param post: a QueryDict, its fields named by ``answer_field``, ``price_field``, ``row_field``
    """
    everything = asked.of(content)
    after = before | {"answers": dict(before["answers"]), "prices": dict(before["prices"])}
    if "lots-shown" in post:
        after["lots"] = [_clean(text) for text in post.getlist("lots")]
    after |= {name: _clean(post[name]) for name in TEXTS if name in post}
    for question in everything.questions:
        _take_answer(after["answers"], question, post)
    for line in everything.lines:
        key = line["key"]
        if price_field(key, "state") in post:
            after["prices"][key] = {
                name: _clean(post.get(price_field(key, name), "")) for name in PRICE
            }
    for name, columns in TABLES.items():
        if row_field(name, 0, columns[0]) in post:
            after[name] = [
                dict(zip(columns, row, strict=True)) for row in _rows(post, name, columns)
            ]
    return after


def _take_answer(answers: dict, question: dict, post) -> None:
    name = answer_field(question["key"])
    if question["type"] == AnswerType.TABLE:
        columns = range(len(question["options"]))
        if row_field(name, 0, 0) in post:
            answers[question["key"]] = list(_rows(post, name, columns))
    elif name in post:
        answers[question["key"]] = _clean(post[name])


def _rows(post, name: str, columns):
    for place in range(MAX_ROWS):
        row = [_clean(post.get(row_field(name, place, column), "")) for column in columns]
        if any(row):
            yield row


def answer_field(key: str) -> str:
    return f"answer-{key}"


def price_field(key: str, name: str) -> str:
    return f"{name}-{key}"


def row_field(name: str, row: int, column) -> str:
    return f"{name}-{row}-{column}"


def shown_rows(rows: list, blank) -> list:
    """Return the rows to show: what is filled, and a few empty ones."""
    return [*rows, *([blank] * min(SPARE_ROWS, MAX_ROWS - len(rows)))]


def chosen(raw: dict, content: dict) -> list[int]:
    """Return the positions of the lots chosen, in order; what is no lot counts nothing."""
    return [position for position in asked.positions(content) if str(position) in raw["lots"]]


def _clean(text: str) -> str:
    """PostgreSQL's JSON knows no NUL, and a form ends its lines with CR LF."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()
