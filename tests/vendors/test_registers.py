from datetime import date

import pytest

from tests.factories.vendors import RegulatoryActionFactory
from vendors import registers

pytestmark = pytest.mark.django_db


def newest():
    return [(one.authority, one.source, one.as_of) for one in registers.newest()]


def test_the_newest_register_is_the_one_of_the_latest_date():
    for authority, as_of in (("A", None), ("B", date(2026, 2, 1)), ("C", date(2026, 1, 1))):
        RegulatoryActionFactory(authority=authority, source="Register", as_of=as_of)

    assert newest() == [("B", "Register", date(2026, 2, 1))]


def test_without_dates_it_is_the_one_loaded_first():
    RegulatoryActionFactory(authority="Typed in", source="", as_of=date(2026, 3, 1))
    for authority in ("A", "B"):
        RegulatoryActionFactory(authority=authority, source="Register", as_of=None)

    assert newest() == [("A", "Register", None)]


def test_none_is_loaded():
    RegulatoryActionFactory(source="")

    assert newest() == []
