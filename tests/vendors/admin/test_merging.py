import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from tests.factories.vendors import CapabilityLineFactory, SiteFactory, VendorFactory
from vendors.models import Merge, NotDuplicate, Vendor

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:vendors_vendor_duplicates")


@pytest.fixture
def pair():
    return VendorFactory(name="Ash GmbH", duns="612123456"), VendorFactory(name="Ash Ltd")


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_pairs_stand_side_by_side_with_the_reason(desk, pair):
    SiteFactory(vendor=pair[1], duns="612123456", fei="2083373")

    response = desk.get(PAGE)

    [(found, rows)] = response.context["pairs"]
    assert (
        found.words == "the same DUNS; the same name, but for legal form and words of the industry"
    )
    assert ("DUNS", "612123456", "612123456", True) in rows
    assert ("FEI", "", "2083373", False) in rows


def test_a_pair_is_merged_and_undone(desk, pair):
    first, second = pair

    merged = desk.post(
        PAGE, {"move": "merge", "first": first.pk, "second": second.pk, "reason": "x"}, follow=True
    )
    record = Merge.objects.get()
    undone = desk.post(
        reverse("admin:vendors_merge_changelist"),
        {"action": "undo", ACTION_CHECKBOX_NAME: [record.pk]},
        follow=True,
    )

    assert said(merged) == ["Ash GmbH is merged into Ash Ltd. Under Merges it can be undone."]
    assert said(undone) == ["Ash GmbH into Ash Ltd: undone."]
    assert Vendor.objects.filter(merged_into=None).count() == 2


def test_what_is_no_duplicate_is_not_listed_again(desk, pair):
    first, second = pair

    desk.post(PAGE, {"move": "part", "first": first.pk, "second": second.pk})

    assert NotDuplicate.objects.count() == 1
    assert desk.get(PAGE).context["count"] == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"move": "merge", "first": "x", "second": "9" * 30},
        {"move": "melt", "first": "1", "second": "2"},
    ],
)
def test_a_pair_that_is_not_there_changes_nothing(desk, pair, data):
    response = desk.post(PAGE, data, follow=True)

    assert said(response) == ["This pair is no longer there."]
    assert Merge.objects.count() == 0


@pytest.mark.parametrize("page", ["0", "-1", "9" * 9, "x", "²"])
def test_a_page_that_does_not_exist_is_no_error(desk, pair, page):
    assert desk.get(PAGE, {"page": page}, follow=True).status_code == 200


def test_the_page_takes_as_many_queries_for_many_pairs(desk, django_assert_num_queries):
    counts = []
    for more in (1, 6):
        for number in range(more):
            for form in ("GmbH", "Ltd"):
                CapabilityLineFactory(site__vendor__name=f"Ash{more}{number} {form}")
        with django_assert_num_queries(DUPLICATE_QUERIES) as captured:
            desk.get(PAGE)
        counts.append(len(captured))

    assert counts == [DUPLICATE_QUERIES] * 2


DUPLICATE_QUERIES = 16


def test_duplicates_are_closed_to_everybody_else(client, client_of, member, stranger, pair):
    member.is_staff = True
    member.save()
    data = {"move": "merge", "first": pair[0].pk, "second": pair[1].pk}

    assert client.get(PAGE).status_code == 302
    assert client_of(stranger).post(PAGE, data).status_code == 302
    assert client_of(member).get(PAGE).status_code == 403
    assert client_of(member).post(PAGE, data).status_code == 403
    assert Merge.objects.count() == 0
