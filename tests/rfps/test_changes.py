"""What an addendum changes: by hand for the words, by property for completeness."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rfps import changes

# How fast a busy machine draws examples says nothing about the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = [f"00000000-0000-4000-8000-{n:012d}" for n in range(12)]


def content(**changed) -> dict:
    """Return a content with one row of every kind, as ``content.build`` makes it."""
    return {
        "number": "RFP-2026-001",
        "kind": "RFP",
        "sponsor": "Auroral",
        "title": "Tablets",
        "message": "Plan for two campaigns.",
        "terms": "",
        "needs_cda": False,
        "blinded_title": "",
        "synopsis": "",
        "deadline_at": "2026-12-24T16:00:00+00:00",
        "time_zone": "Europe/Zurich",
        "schedule": {"intent_due_at": None, "opening_at": "2027-01-08T09:00:00+00:00"},
        "currencies": ["EUR", "CHF"],
        "brief": [fact(0, "Site visits", "Two")],
        "sections": [section(1, [question(2)])],
        "lots": [
            {
                "position": 1,
                "title": "Drug product",
                "lines": [scope_line(3)],
                "brief": [fact(4, "Batch size", "50 kg")],
                "sections": [section(5, [question(6), question(7)])],
                "grid": [price_line(8, scope_key=KEYS[3]), price_line(9)],
            }
        ],
        "criteria": [
            {
                "key": KEYS[10],
                "name": "Quality",
                "help": "",
                "weight": "40",
                "envelope": "technical",
                "anchors": [[0, "None"], [5, "Proven"]],
                "is_gate": False,
                "minimum": None,
            }
        ],
        "documents": [
            {
                "id": KEYS[11],
                "title": "Protocol",
                "kind": "attachment",
                "stage": "full",
                "version": 1,
                "name": "protocol.pdf",
                "media_type": "application/pdf",
                "size": 2048,
                "sha256": "a" * 64,
            }
        ],
    } | changed


def fact(n, label, value):
    return {"key": KEYS[n], "group": "Process", "label": label, "value": value}


def section(n, questions):
    return {
        "key": KEYS[n],
        "title": "Quality",
        "envelope": "technical",
        "questions": questions,
    }


def question(n):
    return {
        "key": KEYS[n],
        "text": f"Question {n}?",
        "help": "",
        "type": "text",
        "options": [],
        "unit": "",
        "is_mandatory": False,
        "fact": "",
    }


def scope_line(n):
    return {
        "key": KEYS[n],
        "position": 1,
        "label": "Clinical tablets",
        "capabilities": [{"code": "D1.02", "name": "Tablets"}],
        "phase": "P1",
        "quantity": "20",
        "unit": "kg",
        "priority": "must",
        "note": "",
    }


def price_line(n, scope_key=None):
    return {
        "key": KEYS[n],
        "label": f"Batch {n}",
        "quantity": "3",
        "unit": "batch",
        "is_optional": False,
        "scope_key": scope_key,
        "note": "",
    }


def changed(edit) -> dict:
    """Return the content after an edit of a copy."""
    after = copy.deepcopy(content())
    edit(after)
    return after


def said(edit) -> list[tuple]:
    found = changes.compare(content(), changed(edit))
    return [
        (one["kind"], one["noun"], one["name"], one["label"], one["old"], one["new"])
        for one in found
    ]


def put(path, value):
    """Return an edit that sets what is at a path."""

    def edit(after):
        *way, last = path
        for step in way:
            after = after[step]
        after[last] = value

    return edit


LOT = ("lots", 0)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("title",), "Capsules", ("request", "Capsules", "Title", "Tablets", "Capsules")),
        (("needs_cda",), True, ("request", "Tablets", "CDA first", "No", "Yes")),
        (("terms",), "Net 30", ("request", "Tablets", "Terms", "Not stated", "Net 30")),
        (("currencies",), ["EUR"], ("request", "Tablets", "Currencies", "EUR; CHF", "EUR")),
        (
            ("deadline_at",),
            "2026-12-31T16:00:00+00:00",
            (
                "request",
                "Tablets",
                "Answers due",
                "24 Dec 2026, 17:00 Europe/Zurich (UTC+01:00)",
                "31 Dec 2026, 17:00 Europe/Zurich (UTC+01:00)",
            ),
        ),
        (
            ("schedule", "intent_due_at"),
            "2026-12-01T11:00:00+00:00",
            (
                "request",
                "Tablets",
                "Intent to answer",
                "Not stated",
                "1 Dec 2026, 12:00 Europe/Zurich (UTC+01:00)",
            ),
        ),
        (("brief", 0, "value"), "Three", ("fact", "Site visits", "Value", "Two", "Three")),
        ((*LOT, "title"), "Fill", ("lot", "Fill", "Title", "Drug product", "Fill")),
        (
            (*LOT, "lines", 0, "priority"),
            "could",
            ("scope line", "Clinical tablets", "Priority", "Must", "Could"),
        ),
        (
            (*LOT, "lines", 0, "capabilities"),
            [{"code": "D1.03", "name": "Capsules"}],
            ("scope line", "Clinical tablets", "Capabilities", "Tablets", "Capsules"),
        ),
        (
            (*LOT, "sections", 0, "envelope"),
            "commercial",
            ("section", "Quality", "Envelope", "Technical", "Commercial"),
        ),
        (
            (*LOT, "sections", 0, "questions", 1, "type"),
            "yes_no",
            ("question", "Question 7?", "Type", "Text", "Yes or no"),
        ),
        ((*LOT, "grid", 1, "quantity"), "4", ("price line", "Batch 9", "Quantity", "3", "4")),
        (
            ("criteria", 0, "anchors"),
            [[0, "None"], [5, "Seen"]],
            ("criterion", "Quality", "Scale", "0 None; 5 Proven", "0 None; 5 Seen"),
        ),
        (("documents", 0, "size"), 4096, ("document", "Protocol", "Size", "2.0 KB", "4.0 KB")),
    ],
)
def test_a_change_is_told_in_words(path, value, expected):
    assert said(put(path, value)) == [("changed", *expected)]


def test_a_change_names_where_it_is():
    found = changes.compare(
        content(), changed(put((*LOT, "sections", 0, "questions", 0, "unit"), "kg"))
    )

    assert [(one["where"], one["key"], one["field"]) for one in found] == [
        (["Lot 1, Drug product", "Section Quality"], KEYS[6], "unit")
    ]


def test_what_came_is_summed_up():
    found = said(lambda after: after["lots"][0]["grid"].append(price_line(10)))

    assert found == [("added", "price line", "Batch 10", "", "", "Quantity: 3; Unit: batch")]


def test_what_went_is_summed_up():
    found = said(lambda after: after["documents"].clear())

    summary = (
        "Kind: Attachment; Given out: After the CDA; Version: 1; Name: protocol.pdf; Size: 2.0 KB"
    )
    assert found == [("removed", "document", "Protocol", "", summary, "")]


def test_a_section_that_came_brings_its_questions():
    found = said(lambda after: after["sections"].append(section(10, [question(11)])))

    assert [one[:3] for one in found] == [
        ("added", "section", "Quality"),
        ("added", "question", "Question 11?"),
    ]


def test_another_order_is_told_once():
    found = said(lambda after: after["lots"][0]["grid"].reverse())

    assert found == [
        (
            "reordered",
            "price line",
            "Order of the price lines",
            "Order",
            "Batch 8; Batch 9",
            "Batch 9; Batch 8",
        )
    ]


def test_a_row_put_in_between_is_no_new_order():
    found = said(lambda after: after["lots"][0]["grid"].insert(1, price_line(10)))

    assert [one[0] for one in found] == ["added"]


def test_a_field_that_the_older_version_did_not_have_is_told():
    after = content() | {"cda_text": "Keep it secret."}

    assert [one["label"] for one in changes.compare(content(), after)] == ["Cda text"]


def leaves(node, path=()) -> list[tuple]:
    """Return the path of everything that can change in a content; keys and the number cannot."""
    if isinstance(node, dict):
        return [
            found
            for name, value in node.items()
            if name not in {"key", "id", "number"} and (*path, name) != ("lots", 0, "position")
            for found in leaves(value, (*path, name))
        ]
    if isinstance(node, list) and node and isinstance(node[0], dict) and "code" not in node[0]:
        return [found for n, value in enumerate(node) for found in leaves(value, (*path, n))]
    return [path]


LEAVES = leaves(content())


def like(value):
    """Return what a leaf of this kind may become."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers(0, 9)
    if isinstance(value, list):
        return st.lists(st.text(max_size=3), max_size=3)
    return st.text(max_size=8) | st.none()


ZONES = st.sampled_from(["UTC", "Asia/Tokyo"])  # the form takes no other text, and nothing else


def at(node, path):
    for step in path:
        node = node[step]
    return node


EDITS = st.lists(
    st.sampled_from(LEAVES).flatmap(
        lambda path: st.tuples(
            st.just(path), ZONES if path == ("time_zone",) else like(at(content(), path))
        )
    ),
    max_size=4,
    unique_by=lambda edit: edit[0],
)


@PATIENT
@given(EDITS)
def test_every_changed_leaf_is_told_and_nothing_else(edits):
    before, after = content(), content()
    for path, value in edits:
        put(path, value)(after)

    told = changes.compare(before, after)

    different = [path for path, _ in edits if at(before, path) != at(after, path)]
    assert len(told) == len(different)
    assert sorted(one["field"] or "position" for one in told) == sorted(
        path[-1] for path in different
    )


@PATIENT
@given(EDITS)
def test_a_content_does_not_differ_from_itself(edits):
    one, other = content(), content()
    for path, value in edits:
        put(path, value)(one)
        put(path, value)(other)

    assert changes.compare(one, other) == []


ROWS = st.permutations(range(4)).flatmap(
    lambda order: st.integers(0, 4).map(lambda count: [price_line(n) for n in order[:count]])
)


@PATIENT
@given(ROWS, ROWS)
def test_lists_are_told_apart_exactly_when_they_differ(left, right):
    before, after = content(), content()
    before["lots"][0]["grid"], after["lots"][0]["grid"] = left, right

    told = changes.compare(before, after)

    assert (told == []) == (left == right)
    keys = {row["key"] for row in left} ^ {row["key"] for row in right}
    assert {one["key"] for one in told if one["kind"] != "reordered"} == keys


@PATIENT
@given(EDITS)
def test_changes_fit_into_json(edits):
    after = content()
    for path, value in edits:
        put(path, value)(after)

    told = changes.compare(content(), after)

    assert json.loads(json.dumps(told)) == told


def test_grouping_gathers_the_fields_of_one_row():
    def edit(after):
        after["lots"][0]["grid"][0] |= {"quantity": "4", "unit": "campaign"}
        after["title"] = "Capsules"

    groups = changes.grouped(changes.compare(content(), changed(edit)))

    assert [(one["noun"], one["name"], one["where"], len(one["changes"])) for one in groups] == [
        ("request", "Capsules", "", 1),
        ("price line", "Batch 8", "Lot 1, Drug product", 2),
    ]
