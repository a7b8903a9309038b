"""Which answers and prices an addendum puts in question."""

import pytest

from rfps import changes
from tests.rfps.test_changes import KEYS, LOT, changed, content, price_line, put


@pytest.mark.parametrize(
    ("path", "value", "keys"),
    [
        (("message",), "Other words.", set()),
        (("deadline_at",), "2027-01-24T16:00:00+00:00", set()),
        (("criteria", 0, "weight"), "50", set()),
        (("documents", 0, "version"), 2, set()),
        ((*LOT, "sections", 0, "questions", 0, "text"), "Which site?", {6}),
        ((*LOT, "sections", 0, "questions", 0, "fact"), "sites", set()),
        ((*LOT, "sections", 0, "title"), "Sites", set()),
        ((*LOT, "sections", 0, "envelope"), "commercial", {6, 7}),
        ((*LOT, "grid", 1, "quantity"), "4", {9}),
        ((*LOT, "lines", 0, "quantity"), "40", {8}),
        ((*LOT, "lines", 0, "position"), 2, set()),
        ((*LOT, "brief", 0, "value"), "80 kg", {8, 9}),
        ((*LOT, "brief", 0, "label"), "Size of a batch", set()),
        (("brief", 0, "value"), "Three", {8, 9}),
    ],
)
def test_touched_names_what_has_to_be_confirmed_again(path, value, keys):
    found = changes.touched(content(), changed(put(path, value)))

    assert found == {KEYS[n] for n in keys}


def test_touched_names_what_is_new_and_not_what_is_gone():
    def edit(after):
        after["lots"][0]["grid"] = [after["lots"][0]["grid"][1], price_line(10)]

    assert changes.touched(content(), changed(edit)) == {KEYS[10]}


def test_a_question_that_moved_to_another_section_stays_answered():
    def edit(after):
        after["sections"][0]["questions"].append(after["lots"][0]["sections"][0]["questions"].pop())

    assert changes.touched(content(), changed(edit)) == frozenset()


def test_touched_of_the_same_is_nothing():
    assert changes.touched(content(), content()) == frozenset()
