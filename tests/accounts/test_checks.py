import pytest

from accounts import checks

pytestmark = pytest.mark.django_db


def test_the_serving_role_of_the_tests_obeys_row_security():
    assert checks.serving_role_obeys_row_security(databases=["default"]) == []


def test_a_role_that_bypasses_row_security_is_refused(monkeypatch):
    # pg_roles always holds the bootstrap superuser: ask for it as if it served us.
    monkeypatch.setattr(checks, "WHO_SERVES", "SELECT bool_or(rolsuper) FROM pg_roles")

    [error] = checks.serving_role_obeys_row_security(databases=["default"])

    assert error.id == "accounts.E001"
    assert "superuser" in error.msg
