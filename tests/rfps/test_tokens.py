from datetime import UTC, datetime

import pytest

from audit import acting
from rfps import tokens
from tests.factories.rfps import RecipientFactory

pytestmark = pytest.mark.django_db


def test_tokens_have_256_bits_and_differ():
    made = {tokens.create() for _ in range(100)}

    assert (len(made), {len(token) for token in made}) == (100, {43})


def test_find_returns_the_recipient_with_its_token_and_keeps_the_hash_only():
    token = tokens.create()
    recipient = RecipientFactory(token_hash=tokens.digest(token))

    found = tokens.find(token)

    assert (found, found.token) == (recipient, token)
    assert token not in str(vars(recipient))


def test_find_works_for_somebody_who_may_see_nothing():
    token = tokens.create()
    recipient = RecipientFactory(token_hash=tokens.digest(token))

    with acting.as_organisation(None):
        found, context = tokens.find(token), acting.current()

    assert (found, context["system"]) == (recipient, "")


@pytest.mark.parametrize("change", ["", "x", "\udce9", "\x00"])
def test_find_knows_no_mistyped_token(change):
    token = tokens.create()
    RecipientFactory(token_hash=tokens.digest(token))

    assert tokens.find(token[:-1] + change) is None


def test_find_returns_a_revoked_one_too_so_that_the_page_can_say_so():
    token = tokens.create()
    RecipientFactory(token_hash=tokens.digest(token), revoked_at=datetime(2026, 11, 20, tzinfo=UTC))

    assert tokens.find(token).revoked_at == datetime(2026, 11, 20, tzinfo=UTC)


def test_a_recipient_without_a_link_is_found_by_nothing():
    RecipientFactory(token_hash=None)

    assert tokens.find("") is None
