from datetime import UTC, datetime, timedelta

import pytest

from rfps import planning

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
ZURICH = "Europe/Zurich"


def test_proposed_dates_are_in_order_on_working_days_in_the_zone():
    proposed = planning.propose(NOW, ZURICH)

    assert list(proposed) == list(planning.NAMES)
    assert planning.out_of_order(proposed) == {}
    assert proposed["intent_due_at"] == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert proposed["deadline_at"] == datetime(2026, 12, 14, 16, 0, tzinfo=UTC)
    assert proposed["opening_at"] == datetime(2026, 12, 15, 9, 0, tzinfo=UTC)


def test_a_template_has_offsets_of_its_own():
    proposed = planning.propose(NOW, ZURICH, {"deadline_at": 10, "freeze_at": 8})

    assert proposed["deadline_at"] == datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
    assert planning.working_days(NOW, proposed["deadline_at"], ZURICH) == 10


@pytest.mark.parametrize(
    ("days", "count"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (11, 9), (14, 10)]
)
def test_working_days_leave_out_the_weekend(days, count):
    assert planning.working_days(NOW, NOW + timedelta(days=days), ZURICH) == count


def test_working_days_are_days_of_the_zone():
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Tuesday in Zurich

    assert planning.working_days(NOW, late, ZURICH) == 1
    assert planning.working_days(NOW, late, "UTC") == 0


def test_what_is_not_planned_is_passed_over():
    dates = {"intent_due_at": NOW, "deadline_at": NOW + timedelta(days=1), "opening_at": None}

    assert planning.out_of_order(dates) == {}


def test_an_impossible_order_names_both_dates_at_the_later():
    dates = planning.propose(NOW, ZURICH) | {"answers_due_at": NOW}

    assert planning.out_of_order(dates) == {
        "answers_due_at": "Questions answered must come after: Questions close."
    }
