import pytest

from audit.models import Event
from tests.factories.vendors import VendorFactory
from vendors import curating
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


def test_a_vendor_is_confirmed_once_a_day(curator, now):
    vendor = VendorFactory()

    curating.confirm(vendor=vendor, by=curator, now=now)

    vendor.refresh_from_db()
    assert vendor.confirmed_at == now
    with pytest.raises(VendorError, match="was confirmed today already"):
        curating.confirm(vendor=vendor, by=curator, now=now)


def test_tags_are_put_on_and_taken_off(curator, now):
    vendor = VendorFactory()

    curating.tag(vendor=vendor, tag=" 2026  fair ", by=curator, now=now)
    tagged = curating.tag(vendor=vendor, tag="ask again", by=curator, now=now).tags
    left = curating.untag(vendor=vendor, tag="2026 fair", by=curator, now=now).tags

    assert (tagged, left) == (["2026 fair", "ask again"], ["ask again"])
    assert list(Event.objects.order_by("sequence").values_list("verb", flat=True)) == [
        "vendor.tagged",
        "vendor.tagged",
        "vendor.untagged",
    ]


def test_what_cannot_be_is_refused_in_a_sentence(curator, now):
    vendor = VendorFactory(name="Ash", tags=["fair"])
    gone = VendorFactory(name="Birch", merged_into=vendor)
    refused = []
    for move, one, tag in [
        (curating.tag, vendor, "fair"),
        (curating.tag, vendor, " "),
        (curating.untag, vendor, "other"),
        (curating.tag, gone, "fair"),
    ]:
        with pytest.raises(VendorError) as error:
            move(vendor=one, tag=tag, by=curator, now=now)
        refused.append(str(error.value))

    assert refused == [
        "Ash has the tag fair already.",
        "A tag has 1 to 40 characters.",
        "Ash does not have the tag other.",
        "Birch was merged into another vendor.",
    ]
