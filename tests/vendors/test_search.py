import pytest
from django.db import connection

from tests.factories.vendors import SiteFactory, VendorFactory
from vendors import search
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ash Pharma GmbH", "ash"),
        ("Ash Biologics, Inc.", "ash"),
        ("Ash S.p.A.", "ash"),
        ("Ash Conjugates A/S", "ash conjugates"),
        ("Grünenthal Laboratories Ltd.", "grunenthal"),
        ("Pharma", "pharma"),
        ("  Ash-Birch  (Holding) AG ", "ash birch"),
        ("明德製藥", "明德製藥"),
        ("", ""),
    ],
)
def test_key_of_a_name(name, key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT vendors_name_key(%s)", [name])

        assert cursor.fetchone() == (key,)


def found(text: str) -> list[str]:
    ranks, _ = search.find(text)
    return [Vendor.objects.get(pk=pk).name for pk in sorted(ranks, key=lambda pk: (ranks[pk], pk))]


@pytest.fixture
def vendors():
    for name in ("Brackenfell Pharma", "Brackenridge Pharma", "Cindervale Pharma AG"):
        VendorFactory(name=name)


@pytest.mark.usefixtures("vendors")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("brackenfell", "Brackenfell Pharma"),
        ("Brakenfell", "Brackenfell Pharma"),
        ("bracknefel pharma", "Brackenfell Pharma"),
        ("cindervlae", "Cindervale Pharma AG"),
        ("CINDERVALE GMBH", "Cindervale Pharma AG"),
        ("cind", "Cindervale Pharma AG"),
    ],
)
def test_nearest_name_comes_first(text, first):
    assert found(text)[0] == first


def test_words_of_the_profile_are_found_as_beginnings():
    VendorFactory(name="Ash", description="We lyophilise antibody-drug conjugates.")

    assert found("lyophilising") == ["Ash"]
    assert found("antib") == ["Ash"]


# An accent may be left out, or typed as a character of its own (NFD), as macOS does.
@pytest.mark.parametrize("text", ["étienne", "ETIENNE", "Saint-Etienne", "saint-e\u0301tienne"])
@pytest.mark.parametrize("city", ["Saint-Étienne", "Saint-E\u0301tienne"])
def test_places_are_found_anywhere_in_their_names(text, city):
    SiteFactory(vendor=VendorFactory(name="Ash"), city=city)

    assert found(text) == ["Ash"]


@pytest.mark.parametrize("text", ["muhlheim", "Mühlheim", "mu\u0308hl"])
def test_words_are_found_with_and_without_their_accents(text):
    VendorFactory(name="Ash", description="Freeze-drying in Mühlheim.")

    assert found(text) == ["Ash"]


HOSTILE = [
    "%", "_", "\\", "'", "''; DROP TABLE vendors_vendor; --", "(", "a & | ! :*", "<->", "\t", "*",
    "[[:alpha:]]", "(?i)x{9999}", "شركة أدوية", "e\u0301\u0301\u0301", "\u202e\u200f",
    "⑴ ½ ㎏ № ﷺ", "👩🏽‍🔬", "word" * 50, "a " * 100,
]  # fmt: skip


@pytest.mark.usefixtures("vendors")
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_search(text):
    ranks, leaves = search.find(text)

    assert (ranks, leaves) == ({}, [])
    assert Vendor.objects.count() == 3
