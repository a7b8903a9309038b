"""What is derived for matching stays equal to what it is derived from, whatever changes."""

import random
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import DosageForm, Grade, ListingState, Modality, Phase
from vendors.models import CapabilityLine, Certificate, Offer, Site, Vendor

COLUMNS = [field.column for field in Offer._meta.concrete_fields if field.name != "pk"]


def differences() -> list[tuple]:
    """Rebuild the offers, and return what is in one and not in the other."""
    columns = ", ".join(COLUMNS)
    stored = f"SELECT {columns} FROM vendors_offer"  # noqa: S608
    fresh = f"SELECT {columns} FROM vendors_offer_source"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"({stored} EXCEPT ALL {fresh}) UNION ALL ({fresh} EXCEPT ALL {stored})")
        return cursor.fetchall()


def bits(codes, vocabulary) -> int:
    return sum(1 << place for place, code in enumerate(vocabulary) if code in codes)


@pytest.mark.django_db
def test_offer_holds_the_line_cut_by_modality(sponsor):
    site = SiteFactory(country="CH", vendor=VendorFactory())
    line = CapabilityLineFactory(
        site=site,
        phases=[Phase.P1, Phase.COM],
        modalities=[Modality.MAB, Modality.ADC],
        dosage_forms=[DosageForm.ATMP],
        grade=Grade.GMP_COMMERCIAL,
        scale_max=Decimal("200.5"),
        scale_unit="Kg/Batch",
        lead_time_weeks=9,
        next_slot_date=date(2027, 1, 1),
        certificate=CertificateFactory(site=site, expires_on=date(2028, 1, 1)),
    )

    assert list(Offer.objects.order_by("modality").values()) == [
        {
            "line_id": line.pk,
            "modality": modality,
            "capability_id": line.capability_id,
            "vendor_id": site.vendor_id,
            "site_id": site.pk,
            "private_to_id": None,
            "country": "CH",
            "is_offered": True,
            "phases": bits(line.phases, Phase),
            "dosage_forms": bits(line.dosage_forms, DosageForm),
            "grade": bits([line.grade], Grade),
            "evidence": line.evidence,
            "scale_min": None,
            "scale_max": Decimal("200.500"),
            "scale_unit": "kg/batch",
            "lead_time_weeks": 9,
            "next_slot_date": date(2027, 1, 1),
            "certificate_expires_on": date(2028, 1, 1),
        }
        for modality in ("ADC", "MAB")
    ]


@pytest.mark.django_db
def test_what_is_not_stated_is_nought(sponsor):
    CapabilityLineFactory(phases=[], modalities=[], dosage_forms=[], grade="", is_offered=False)

    offer = Offer.objects.get()

    assert (offer.modality, offer.phases, offer.dosage_forms, offer.grade) == ("", 0, 0, 0)
    assert offer.is_offered is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"state": ListingState.SUSPENDED}, 0),
        ({"state": ListingState.DRAFT}, 0),
        ({"state": ListingState.DRAFT, "private": True}, 1),
        ({"merged": True}, 0),
    ],
)
def test_only_who_may_be_matched_has_offers(sponsor, fields, count):
    line = CapabilityLineFactory(modalities=[Modality.SM])
    vendor = line.site.vendor
    vendor.state = fields.get("state", vendor.state)
    vendor.private_to = sponsor if fields.get("private") else None
    vendor.merged_into = VendorFactory() if fields.get("merged") else None
    vendor.save()

    assert Offer.objects.count() == count
    assert differences() == []


def change(rng: random.Random) -> None:
    """Change one thing of the directory, of the kinds that an offer is made of."""
    line = rng.choice(CapabilityLine.objects.all())
    moves = [
        lambda: CapabilityLine.objects.filter(pk=line.pk).update(
            modalities=rng.choice([[], ["MAB"], ["MAB", "SM", "MAB"]]), evidence=rng.randint(1, 4)
        ),
        lambda: CapabilityLine.objects.filter(evidence=2).update(phases=["P2"], grade="GLP"),
        lambda: Site.objects.filter(pk=line.site_id).update(country=rng.choice(["", "US"])),
        lambda: Site.objects.filter(pk=line.site_id).update(
            vendor=rng.choice(Vendor.objects.all())
        ),
        lambda: Certificate.objects.update(expires_on=date(2027, rng.randint(1, 12), 1)),
        lambda: Certificate.objects.filter(pk=line.certificate_id).delete(),
        lambda: Vendor.objects.filter(pk=line.site.vendor_id).update(
            state=rng.choice(ListingState.values)
        ),
        lambda: CapabilityLineFactory(site=line.site, certificate=CertificateFactory()),
        lambda: line.delete() if CapabilityLine.objects.count() > 3 else None,
    ]
    rng.choice(moves)()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_offers_follow_every_change(seed):
    rng = random.Random(seed)
    for _ in range(3):
        site = SiteFactory(vendor=VendorFactory())
        CapabilityLineFactory.create_batch(3, site=site, certificate=CertificateFactory(site=site))

    for _ in range(40):
        change(rng)

        assert differences() == []
    Vendor.objects.update(state=ListingState.LISTED, merged_into=None)
    assert differences() == []
    assert Offer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_nothing_stale():
    line = CapabilityLineFactory(modalities=["SM"], evidence=1)
    site, first = line.site_id, threading.Event()

    def move_the_site():
        try:
            with transaction.atomic():
                first.wait(10)
                Site.objects.filter(pk=site).update(country="JP")
        finally:
            connection.close()

    other = threading.Thread(target=move_the_site)
    other.start()
    with transaction.atomic():
        CapabilityLine.objects.filter(pk=line.pk).update(evidence=4)
        first.set()
        other.join(0.5)
    other.join(10)

    assert Offer.objects.values_list("evidence", "country").get() == (4, "JP")
    assert differences() == []
