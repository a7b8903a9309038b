"""The pages of the price rule and of the exchange rates."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rfps.models import ExchangeRate, PriceRule
from tests.rfps import priced, sealed

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rule(rfp, **changes) -> dict:
    lot = rfp.lots.get().pk
    return {
        "formula": "anchored",
        "currency": "EUR",
        "criterion": rfp.criterion_set.get(name="Price").pk,
        f"full-{lot}": "1000",
        f"none-{lot}": "2000",
    } | {name.replace("lot", str(lot)): value for name, value in changes.items()}


@pytest.fixture
def price(draft) -> str:
    return reverse("rfp-price", args=[draft.pk])


@pytest.fixture
def rates(asked) -> str:
    return reverse("rfp-rates", args=[asked.pk])


def test_the_rule_is_saved_and_vendors_will_read_it(client_of, procurement, draft, price):
    client = client_of(procurement)

    response = client.post(price, rule(draft), follow=True)

    assert "Saved." in text(response)
    preview = text(client.get(reverse("rfp-preview", args=[draft.pk])))
    assert "All points at EUR 1,000, none from EUR 2,000" in preview
    assert "By the formula below" in preview


def test_the_relative_formula_comes_with_its_warning(client_of, procurement, draft, price):
    client = client_of(procurement)

    assert "When one of them is struck, the points of all others change" in text(client.get(price))
    client.post(price, rule(draft, formula="lowest"))
    assert "the lowest total divided by theirs" in text(
        client.get(reverse("rfp-preview", args=[draft.pk]))
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"full-lot": "0"}, "An anchor is a price above zero."),
        ({"none-lot": "-5"}, "An anchor is a price above zero."),
        (
            {"none-lot": "1000"},
            "The price without points is above the one with full points.",
        ),
        ({"none-lot": ""}, "Name both prices, or neither."),
        ({"full-lot": "much"}, "Enter a number."),
        ({"formula": "guess"}, "Select a valid choice."),
        ({"currency": "JPY"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    client_of, procurement, draft, price, wrong, message
):
    response = client_of(procurement).post(price, rule(draft, **wrong))

    assert response.status_code == 200
    assert message in text(response)
    assert not PriceRule.objects.exists()


def test_the_price_criterion_stays_commercial_on_the_page_of_the_criteria(
    client_of, procurement, draft
):
    client, address = client_of(procurement), reverse("rfp-criteria", args=[draft.pk])
    formset = client.get(address).context["rowsets"][0]
    sent = {
        field.html_name: field.value() if field.value() is not None else ""
        for form in formset.forms
        for field in form
        if not (field.name in {"is_gate", "DELETE"} and not field.value())
    }
    sent |= {field.html_name: field.value() for field in formset.management_form}
    row = next(form for form in formset.forms if form.instance.is_price)
    sent[row["envelope"].html_name] = "technical"

    response = client.post(address, sent)

    assert "The price formula scores this: it is commercial and no gate." in text(response)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("member", 403)])
def test_who_may_not_write(request, client_of, price, rates, asked, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(price).status_code == status
    assert client.post(rates, {"CHF-rate": "1"}).status_code == status
    assert not ExchangeRate.objects.exists()


def test_rates_are_set_with_source_and_day(client_of, procurement, asked, rates):
    today = timezone.now().date()
    sent = {"CHF-rate": "1.0642", "CHF-source": "ECB", "CHF-as_of": today.isoformat()}

    response = client_of(procurement).post(rates, sent, follow=True)

    assert "Saved." in text(response)
    assert "1 CHF 1.0642 ECB" in text(response)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"CHF-rate": "0"}, "Ensure this value is greater than or equal to"),
        ({"CHF-rate": "1.1"}, "Needed with the others of its row."),
        ({"CHF-rate": "many", "CHF-source": "ECB"}, "Enter a number."),
        (
            {"CHF-rate": "1", "CHF-source": "ECB", "CHF-as_of": "2999-01-01"},
            "The rate of CHF is of a day to come.",
        ),
    ],
)
def test_a_wrong_rate_is_said_at_its_row(client_of, procurement, asked, rates, sent, message):
    response = client_of(procurement).post(rates, sent)

    assert response.status_code == 200
    assert message in text(response)
    assert not ExchangeRate.objects.exists()


def test_after_the_opening_rates_are_read_and_a_missing_one_can_be_added(
    client_of, procurement, lead, asked, rates
):
    sealed.open_bids(asked, procurement, lead)
    client = client_of(procurement)
    opening = reverse("rfp-opening", args=[asked.pk])

    assert "No exchange rate for CHF." in text(client.get(opening))
    assert "A rate is missing." in text(client.get(rates))
    priced.rate(asked, procurement)

    said = text(client.get(rates))
    assert "1 CHF 0.5 ECB" in said
    assert "After the opening" in said
    assert "A rate is missing." not in said
    assert "No exchange rate" not in text(client.get(opening))
