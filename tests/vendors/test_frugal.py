from datetime import date

import pytest
from django.http import QueryDict

from vendors import index
from vendors.filters import Reader, VendorFilter
from vendors.models import Capability

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

SPONSOR = Reader(1, is_sponsor=True)


def asked(query, reader=Reader(), known=None):  # noqa: B008  it is frozen
    return VendorFilter(QueryDict(query), reader=reader, today=date(2026, 11, 22), known=known)


def test_forms_of_one_class_keep_nothing_of_one_another():
    wrong, right = asked("phase=P9&kind=CRO"), asked("phase=P1")

    assert (set(wrong.errors), wrong.chosen) == ({"phase"}, {"kind": ["CRO"]})
    assert (right.errors, right.chosen) == ({}, {"phase": ["P1"]})
    assert type(wrong.form) is type(right.form)


def test_who_is_no_sponsor_has_no_filter_of_relationships_whoever_asked_before():
    sponsor, visitor = (asked("relationship=none", reader) for reader in (SPONSOR, Reader()))

    assert sponsor.chosen == {"relationship": ["none"]}
    assert visitor.chosen == {}
    assert "relationship" not in visitor.filters


def test_each_form_knows_the_capabilities_of_its_own_index():
    before = index.load()
    Capability.objects.filter(code="M4.06").update(retired_at="2026-11-01T00:00Z")
    then, now = (
        asked("capability=M4.06&capability=M4", known=known) for known in (before, index.load())
    )

    assert then.chosen == {"capability": ["M4.06", "M4"]}
    assert set(now.errors) == {"capability"}
    assert asked("capability=M4", known=now.known).chosen == {"capability": ["M4"]}
