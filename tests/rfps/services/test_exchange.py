"""Rates: set with source and date, frozen by service and trigger once prices can be read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.utils import timezone

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import ExchangeRate
from rfps.services import exchange, price_rules
from tests.rfps import sealed

pytestmark = pytest.mark.django_db


def say(rfp, by, **changes):
    now = timezone.now()
    said = {
        "currency": "CHF",
        "rate": Decimal("1.0642"),
        "source": "ECB reference rate",
        "as_of": now.date(),
    }
    return exchange.set_rate(rfp=rfp, by=by, now=now, **said | changes)


def test_a_rate_is_set_and_corrected_before_the_opening(asked, procurement):
    assert exchange.missing(asked) == ["CHF"]

    say(asked, procurement)
    say(asked, procurement, rate=Decimal("1.07"))

    assert exchange.missing(asked) == []
    assert exchange.read(asked, "EUR").factor("CHF", bid="") == Decimal("1.07")
    event = Event.objects.filter(verb="rfp.rate-set").latest("pk")
    assert event.summary == f"{asked.number}: 1 CHF is 1.07 EUR"
    assert event.data["before"] == "1.0642"


def test_a_rate_to_another_currency_of_comparison_counts_no_more(draft, procurement, now):
    say(draft, procurement)
    rule = {"formula": "anchored", "criterion": None, "anchors": {}}

    price_rules.write(rfp=draft, currency="CHF", by=procurement, now=now, **rule)

    assert (exchange.needed(draft), exchange.missing(draft)) == (["EUR"], ["EUR"])
    assert exchange.read(draft, "CHF").by_currency == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"currency": "EUR"}, "EUR needs no rate: vendors quote in EUR, CHF."),
        ({"currency": "USD"}, "USD needs no rate: vendors quote in EUR, CHF."),
        ({"rate": Decimal(0)}, "The rate of CHF is above zero."),
        ({"rate": Decimal(-1)}, "The rate of CHF is above zero."),
        ({"source": "  "}, "Name the source of the rate of CHF."),
    ],
)
def test_a_rate_that_cannot_be_is_refused(asked, procurement, changes, message):
    with pytest.raises(RFPError) as error:
        say(asked, procurement, **changes)

    assert str(error.value) == message
    assert not ExchangeRate.objects.exists()


def test_a_rate_of_a_day_to_come_is_refused(asked, procurement):
    with pytest.raises(RFPError, match="of a day to come"):
        say(asked, procurement, as_of=timezone.now().date() + timedelta(days=1))


def test_after_the_opening_no_rate_is_changed_and_a_missing_one_shows_as_late(
    asked, procurement, lead
):
    sealed.open_bids(asked, procurement, lead)
    say(asked, procurement)

    with pytest.raises(RFPError, match="frozen since the prices were opened"):
        say(asked, procurement, rate=Decimal(2))

    assert exchange.read(asked, "EUR").factor("CHF", bid="") == Decimal("1.0642")
    assert (
        Event.objects.filter(verb="rfp.rate-set")
        .latest("pk")
        .summary.endswith("EUR, after the opening")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda rates: rates.update(rate=2),
        lambda rates: rates.delete(),
        lambda rates: ExchangeRate.objects.create(
            **{
                name: getattr(rates.get(), name)
                for name in ("organisation_id", "rfp", "base", "rate", "source", "set_at", "set_by")
            },
            currency="USD",
            as_of=timezone.now().date() + timedelta(days=1),
        ),
    ],
    ids=["change", "drop", "add one of a later day"],
)
def test_the_database_refuses_it_too(asked, procurement, lead, change):
    say(asked, procurement)
    sealed.open_bids(asked, procurement, lead)

    with pytest.raises(Error, match="frozen at the opening"), transaction.atomic():
        change(ExchangeRate.objects.filter(rfp=asked))
