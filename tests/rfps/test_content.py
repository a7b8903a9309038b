import pytest

from rfps import content
from tests.factories.vendors import CapabilityFactory

pytestmark = pytest.mark.django_db


def test_content_holds_what_vendors_read_and_nothing_else(draft):
    CapabilityFactory(code="D1.02", label="Tablet compression")
    draft.criterion_set.all().delete()

    built = content.build(draft)

    keys = [line.pop("key") for line in built["lots"][0]["lines"]]
    assert keys == [str(key) for key in draft.scope_lines.values_list("key", flat=True)]
    assert built == {
        "number": "RFP-2026-001",
        "kind": "RFP",
        "sponsor": "Auroral Therapeutics",
        "title": "Drug product, tablets",
        "message": "Please plan for two campaigns.",
        "terms": "",
        "needs_cda": False,
        "blinded_title": "",
        "synopsis": "",
        "cda_text": "",
        "deadline_at": "2026-12-24T16:00:00+00:00",
        "time_zone": "Europe/Zurich",
        "schedule": dict.fromkeys(content.SCHEDULE),
        "currencies": ["EUR", "CHF"],
        "pricing": {"formula": "anchored", "currency": "EUR"},
        "brief": [],
        "sections": [],
        "criteria": [],
        "documents": [],
        "lots": [
            {
                "position": 1,
                "title": "Drug product",
                "lines": [
                    {
                        "position": 1,
                        "label": "Clinical tablets",
                        "capabilities": [{"code": "D1.02", "name": "Tablet compression"}],
                        "phase": "P1",
                        "quantity": "20000",
                        "unit": "units/batch",
                        "priority": "must",
                        "note": "",
                    },
                    {
                        "position": 2,
                        "label": "Commercial tablets",
                        "capabilities": [{"code": "D1.01", "name": "D1.01"}],
                        "phase": "P3",
                        "quantity": None,
                        "unit": "",
                        "priority": "should",
                        "note": "",
                    },
                ],
                "brief": [],
                "sections": [],
                "grid": [],
                "price_anchors": {"full_at": None, "none_at": None},
            }
        ],
    }


def test_fingerprint_does_not_depend_on_the_order_of_keys():
    assert content.fingerprint({"a": 1, "b": "é"}) == content.fingerprint({"b": "é", "a": 1})


def test_fingerprint_is_the_sha256_of_canonical_json():
    assert (
        content.fingerprint({"b": 1, "a": []})
        == "1c8f8816506a8ccbc55140d8a7bb70214a8942c7030fc0fc2914cec675cd1c15"
    )
