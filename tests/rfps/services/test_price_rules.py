"""The price rule: written with the draft, frozen with the version, refused once it is final."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rfps import content
from rfps.changes import compare
from rfps.choices import Envelope, PriceFormula
from rfps.errors import RFPError
from rfps.models import PriceAnchors
from rfps.pricing.points import Anchors
from rfps.services import price_rules
from rfps.services import rfp as rfp_services
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db

ANCHORS = Anchors(Decimal("1000"), Decimal("2500.50"))


def write(rfp, by, now, **changes) -> bool:
    rule = {
        "formula": PriceFormula.LOWEST,
        "currency": "CHF",
        "criterion": rfp.criterion_set.get(name="Price"),
        "anchors": {rfp.lots.get().pk: ANCHORS},
    }
    return price_rules.write(rfp=rfp, by=by, now=now, **rule | changes)


def test_the_rule_stands_in_the_version_that_is_issued(draft, procurement, now):
    assert write(draft, procurement, now)
    assert not write(draft, procurement, now)

    issued = rfp_services.issue(rfp=draft, by=procurement, now=now)
    frozen = issued.versions.get().content

    assert content.pricing(frozen) == {"formula": "lowest", "currency": "CHF"}
    assert frozen["lots"][0]["price_anchors"] == {"full_at": "1000", "none_at": "2500.5"}
    assert [one["name"] for one in frozen["criteria"] if one["is_price"]] == ["Price"]


def test_without_a_rule_it_is_the_anchored_formula_in_the_first_currency(draft):
    assert content.pricing(content.build(draft)) == {"formula": "anchored", "currency": "EUR"}
    old = {name: value for name, value in content.build(draft).items() if name != "pricing"}
    assert content.pricing(old | {"currencies": []}) == {"formula": "anchored", "currency": "EUR"}


def test_an_addendum_says_in_words_what_of_the_rule_has_changed(draft, procurement, now):
    before = content.build(draft)
    write(draft, procurement, now)

    said = [(one["label"], one["old"], one["new"]) for one in compare(before, content.build(draft))]

    assert said == [
        ("Price formula", "Between two published prices", "Lowest price divided by price"),
        ("Currency", "EUR", "CHF"),
        ("Total with full points", "Not stated", "1000"),
        ("Total without points", "Not stated", "2500.5"),
    ]
    old = {name: value for name, value in before.items() if name != "pricing"}
    assert [one["old"] for one in compare(old, before)] == ["Not stated"] * 2


def test_anchors_and_the_criterion_can_be_taken_away_again(draft, procurement, now):
    write(draft, procurement, now)

    write(draft, procurement, now, criterion=None, anchors={draft.lots.get().pk: None})

    assert not PriceAnchors.objects.exists()
    assert not draft.criterion_set.filter(is_price=True).exists()


def test_the_mark_moves_from_one_criterion_to_another(draft, procurement, now):
    other = draft.criterion_set.get(name="Technical fit")
    other.envelope = Envelope.COMMERCIAL
    other.save()

    write(draft, procurement, now, criterion=other)

    assert list(draft.criterion_set.filter(is_price=True)) == [other]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rfp: {"currency": "JPY"}, "Vendors quote in EUR, CHF: compare in one of these."),
        (
            lambda rfp: {"criterion": rfp.criterion_set.get(name="Technical fit")},
            "The formula scores a commercial criterion of this request that is no gate.",
        ),
        (
            lambda rfp: {"anchors": {rfp.lots.get().pk + 1: ANCHORS}},
            "A lot is not of this request: reload the page.",
        ),
    ],
    ids=["currency", "criterion", "lot"],
)
def test_what_cannot_be_is_refused_and_changes_nothing(draft, procurement, now, change, message):
    before = content.build(draft)

    with pytest.raises(RFPError) as error:
        write(draft, procurement, now, **change(draft))

    assert str(error.value) == message
    assert content.build(draft) == before


def test_once_the_request_is_final_the_rule_is_refused(issued, procurement, now):
    with pytest.raises(RFPError, match="takes no more changes"):
        write(issued, procurement, issued.deadline_at + timedelta(seconds=1))


def test_a_criterion_of_another_request_is_refused(draft, procurement, now):
    other = RFPFactory(organisation=draft.organisation)
    stray = other.criterion_set.create(
        organisation=draft.organisation, position=1, name="Price", weight=1, envelope="commercial"
    )

    with pytest.raises(RFPError, match="of this request"):
        write(draft, procurement, now, criterion=stray)
