import pytest
from django.db import connection, transaction

from audit import acting

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = {"organisation": "", "system": "", "rfp": "", "invitation": ""}


def test_nothing_is_set_by_default():
    assert acting.current() == NOBODY


def test_organisation_is_set_inside_and_gone_after():
    with acting.as_organisation(7):
        inside = acting.current()

    assert inside == NOBODY | {"organisation": "7"}
    assert acting.current() == NOBODY


def test_inner_context_replaces_the_outer_one_and_gives_it_back():
    with acting.as_organisation(7):
        with acting.as_invitation(rfp_id="r", invitation_id="i"):
            inside = acting.current()
        after = acting.current()

    assert inside == NOBODY | {"rfp": "r", "invitation": "i"}
    assert after == NOBODY | {"organisation": "7"}


def test_an_error_inside_gives_the_outer_context_back():
    with acting.as_organisation(7):
        with pytest.raises(ValueError, match="broken"), acting.as_system():
            raise ValueError("broken")
        after = acting.current()

    assert after == NOBODY | {"organisation": "7"}


def test_settings_do_not_outlive_the_transaction():
    with transaction.atomic(), acting.as_system():
        pass

    assert acting.current() == NOBODY


def noted() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [acting.HISTORY])
        return cursor.fetchone()[0] or None


def test_what_is_noted_adds_up_inside_and_is_gone_after():
    with acting.noting(by="vera"):
        with acting.noting(reason="merge"):
            inner = noted()
        outer = noted()

    assert (inner, outer, noted()) == ('{"by": "vera", "reason": "merge"}', '{"by": "vera"}', None)
