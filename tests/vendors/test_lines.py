"""What matching keeps in memory stays equal to the rows, whatever changes."""

import random
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    GroupConfirmationFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import index, lines, tables, traits
from vendors.choices import DosageForm, Grade, ListingState, Modality, Phase
from vendors.following import Follower
from vendors.lines import NO_DAY, NOBODY, NOTHING, OFFERED
from vendors.models import CapabilityLine, Certificate, Change, GroupConfirmation, Site, Vendor

PER_LINE = [
    "traits",
    "speaks",
    "evidence",
    "scale_min",
    "scale_max",
    "units",
    "lead_times",
    "next_slots",
    "expires",
]


def rows(known) -> list[tuple]:
    """Return what is held, whatever the order of the vendors."""
    names = list(known.leaves)
    found = [
        (
            names[leaf],
            int(known.vendor_ids[vendor]),
            int(known.site_ids[site]),
            int(known.country_of_site[site]),
            int(known.name_marks[site]),
            *(int(getattr(known, name)[at]) for name in PER_LINE),
        )
        for at, (leaf, vendor, site) in enumerate(
            zip(known.leaf_of_line, known.vendor_of_line, known.site_of_line, strict=True)
        )
    ]
    vendors = zip(
        known.vendor_ids.tolist(), known.open_to.tolist(), known.kinds.tolist(), strict=True
    )
    said = zip(
        known.vendor_ids[known.vendor_of_confirmation].tolist(),
        known.groups.tolist(),
        known.confirmed.tolist(),
        strict=True,
    )
    return [sorted(found), sorted(vendors), sorted(said)]


def is_ordered(known) -> bool:
    keys = known.leaf_of_line.astype(int) * 1_000_000 + known.vendor_of_line
    return bool((keys[1:] >= keys[:-1]).all())


@pytest.mark.django_db
def test_a_line_is_held_as_numbers():
    site = SiteFactory(country="CH")
    line = CapabilityLineFactory(
        site=site,
        phases=[Phase.P1, Phase.COM],
        modalities=[Modality.MAB, Modality.ADC],
        dosage_forms=[DosageForm.ATMP],
        grade=Grade.GMP_COMMERCIAL,
        scale_max=Decimal("200.5"),
        scale_unit="Kg/Batch",
        evidence=3,
        lead_time_weeks=9,
        next_slot_date=date(2027, 1, 1),
        certificate=CertificateFactory(site=site, expires_on=date(2028, 1, 1)),
    )
    bits = traits.of(["P1", "COM", "MAB", "ADC", "ATMP", "GMP-commercial"])

    known = lines.load()

    stated = int(known.traits[0])
    assert stated & traits.of(traits.CODES) == bits
    assert stated & OFFERED
    assert known.of_leaf(line.capability_id) == slice(0, 1)
    assert known.of_leaf("none such") == slice(0, 0)
    assert [int(getattr(known, name)[0]) for name in PER_LINE[2:]] == [
        3,
        NOTHING,
        200_500,
        lines.unit("kg/BATCH"),
        9,
        lines.day(date(2027, 1, 1)),
        lines.day(date(2028, 1, 1)),
    ]
    assert known.country_of_site.tolist() == [lines.country("CH")]


@pytest.mark.django_db
def test_what_is_not_stated_speaks_of_everything_and_states_nothing():
    CapabilityLineFactory(phases=[], modalities=[], dosage_forms=[], grade="", is_offered=False)

    known = lines.load()

    asked = traits.of(["P3", "SM", "VIAL"])
    assert known.traits[0] & (asked | OFFERED) == 0
    assert known.speaks[0] & asked == asked
    assert (known.lead_times[0], known.next_slots[0], known.units[0]) == (-1, NO_DAY, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "is_private", "is_merged", "open_to"),
    [
        (ListingState.LISTED, False, False, "everybody"),
        (ListingState.SUSPENDED, False, False, "nobody"),
        (ListingState.DRAFT, True, False, "its sponsor"),
        (ListingState.LISTED, False, True, "nobody"),
        (ListingState.DRAFT, True, True, "nobody"),
    ],
)
def test_who_may_be_matched(sponsor, state, is_private, is_merged, open_to):
    vendor = VendorFactory(
        state=state,
        private_to=sponsor if is_private else None,
        merged_into=VendorFactory() if is_merged else None,
    )

    known = lines.load([vendor.pk])

    expected = {"everybody": 0, "nobody": NOBODY, "its sponsor": sponsor.pk}
    assert known.open_to.tolist() == [expected[open_to]]


def change(rng: random.Random) -> None:
    """Change one thing of the directory, of the kinds that matching reads."""
    line = rng.choice(CapabilityLine.objects.order_by("pk"))
    moves = [
        lambda: CapabilityLine.objects.filter(pk=line.pk).update(
            modalities=rng.choice([[], ["MAB"], ["MAB", "SM", "MAB"]]), evidence=rng.randint(1, 4)
        ),
        lambda: CapabilityLine.objects.filter(evidence=2).update(phases=["P2"], scale_unit="L"),
        lambda: Site.objects.filter(pk=line.site_id).update(country=rng.choice(["", "US"])),
        lambda: Site.objects.filter(pk=line.site_id).update(
            vendor=rng.choice(Vendor.objects.order_by("pk"))
        ),
        lambda: Certificate.objects.update(expires_on=date(2027, rng.randint(1, 12), 1)),
        lambda: Certificate.objects.filter(pk=line.certificate_id).delete(),
        lambda: Vendor.objects.filter(pk=line.site.vendor_id).update(
            state=rng.choice(ListingState.values)
        ),
        lambda: CapabilityLineFactory(
            site=line.site,
            capability=line.capability,
            certificate=CertificateFactory(site=line.site),
        ),
        lambda: (
            GroupConfirmation.objects.all().delete()
            if rng.random() < 0.5
            else GroupConfirmation.objects.update(confirmed_on=date(2026, 1, 1))
        ),
        lambda: GroupConfirmationFactory(vendor=VendorFactory(), group=line.capability.group),
        lambda: line.delete() if CapabilityLine.objects.count() > 3 else None,
    ]
    rng.choice(moves)()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_changed_vendors_are_replaced_and_the_rest_kept(seed):
    rng = random.Random(seed)
    for _ in range(3):
        site = SiteFactory(vendor=VendorFactory())
        CapabilityLineFactory.create_batch(3, site=site, certificate=CertificateFactory(site=site))
    known = lines.load()

    for _ in range(30):
        start = Change.objects.count()
        change(rng)
        changed = {one.vendor_id for one in Change.objects.all()[start:]}
        known = known.replaced(changed, lines.load(changed))

        assert rows(known) == rows(lines.load())
        assert is_ordered(known)


@pytest.mark.django_db(transaction=True)
def test_the_process_keeps_up(monkeypatch):
    monkeypatch.setattr(lines, "follower", Follower(lines.load))
    line = CapabilityLineFactory()
    first = lines.current()
    assert lines.current() is first

    GroupConfirmationFactory(vendor=line.site.vendor, group=line.capability.group)
    second = lines.current()
    line.delete()

    assert rows(second)[2]
    assert rows(lines.current()) == rows(lines.load())
    assert rows(lines.current())[0] == []


@pytest.mark.django_db
@pytest.mark.parametrize("read", [lines, index])
def test_what_is_committed_while_tables_are_read_is_nobody_elses(read, monkeypatch):
    """A statement per table: a private vendor's site must not become its neighbour's."""
    late, neighbour = VendorFactory(), VendorFactory()
    CapabilityLineFactory(site__vendor=neighbour)
    late_pk = late.pk
    late.delete()
    numbers = tables.numbers

    def meanwhile(cursor, sql, *args, **options):
        if "vendors_site" in sql and not Vendor.objects.filter(pk=late_pk):
            CapabilityLineFactory(site__vendor=VendorFactory(pk=late_pk))
        return numbers(cursor, sql, *args, **options)

    monkeypatch.setattr(tables, "numbers", meanwhile)

    known = read.load()

    assert set(known.vendor_ids.tolist()) == {neighbour.pk}
    assert known.site_ids.tolist() == [neighbour.sites.get().pk]
    assert len(known.vendor_of_line) == 1


@pytest.mark.django_db
def test_sites_are_marked_by_name_and_found_by_their_marks():
    vendor = VendorFactory()
    names = ["b", "a", "é", "B", "a"]
    sites = [SiteFactory(vendor=vendor, name=name) for name in names]
    other = SiteFactory(name="z")
    known = lines.current()
    marks = dict(zip(known.site_ids.tolist(), known.name_marks.tolist(), strict=True))

    # as Python compares: capitals first, what is not ASCII last; equal names share a mark
    assert [marks[site.pk] for site in sites] == [2045, 2046, 2044, 2047, 2046]
    assert marks[other.pk] == 2047
    place = known.vendor_ids.tolist().index(vendor.pk)
    found, is_sole = known.sites_marked(np.array([place] * 2), np.array([2045, 2046]))
    assert known.site_ids[found[0]] == sites[0].pk
    assert is_sole.tolist() == [True, False]
