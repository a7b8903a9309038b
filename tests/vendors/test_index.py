import pytest
from django.db import connection, transaction

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import index
from vendors.following import Follower
from vendors.models import Capability, CapabilityLine, Change, Vendor


def rows(known) -> list[tuple]:
    """Return what an index holds, whatever the order of its vendors."""
    found = []
    for place, pk in enumerate(known.vendor_ids.tolist()):
        lines = known.vendor_of_line == place
        codes = [leaf.code for leaf in known.leaves]
        found.append(
            (
                pk,
                str(known.names[place]),
                int(known.facts[place]),
                bool(known.is_listed[place]),
                sorted(
                    (
                        int(known.site_ids[known.site_of_line[line]]),
                        codes[known.leaf_of_line[line]] if known.leaf_of_line[line] >= 0 else "",
                        int(known.traits[line]),
                        int(known.country_of_site[known.site_of_line[line]]),
                    )
                    for line in lines.nonzero()[0].tolist()
                ),
                sorted(known.expires[known.vendor_of_certificate == place].tolist()),
            )
        )
    return sorted(found)


def ordered(known) -> bool:
    keys = known.vendor_of_line.astype(int) * 4096 + known.leaf_of_line + 1
    return bool((keys[1:] >= keys[:-1]).all())


@pytest.fixture
def fresh(monkeypatch):
    """Begin with a process that has read nothing."""
    monkeypatch.setattr(index, "follower", Follower(index.load))


@pytest.mark.django_db
def test_changed_vendors_are_replaced_and_the_rest_kept(taxonomy):
    lines = [CapabilityLineFactory(capability__code=code) for code in ("M4.14", "R4.08", "M2.10")]
    CertificateFactory(site=lines[2].site)
    before = index.load()
    vendor = lines[0].site.vendor
    CapabilityLineFactory(site=lines[0].site, capability__code="M1.03")
    CertificateFactory(site=lines[0].site)
    SiteFactory(vendor=vendor, country="JP")
    Vendor.objects.filter(pk=vendor.pk).update(name="Another name")
    lines[1].site.vendor.sites.all()[0].lines.all().delete()
    new = VendorFactory()

    changed = [vendor.pk, lines[1].site.vendor_id, new.pk]
    after = before.replaced(changed, index.load(changed))

    assert rows(after) == rows(index.load())
    assert ordered(after)


@pytest.mark.django_db
def test_an_empty_directory_can_be_read():
    Capability.objects.all().delete()

    known = index.load()

    assert rows(known) == []
    assert rows(known.replaced([1], known)) == []


WAYS = {
    "vendor": lambda line: Vendor.objects.filter(pk=line.site.vendor_id).update(name="Renamed"),
    "site": lambda line: SiteFactory(vendor=line.site.vendor, country="JP"),
    "line": lambda line: CapabilityLine.objects.filter(pk=line.pk).update(phases=["COM"]),
    "line removed": lambda line: line.delete(),
    "certificate": lambda line: CertificateFactory(site=line.site),
    "action": lambda line: RegulatoryActionFactory(site=line.site),
    "removed": lambda line: line.site.vendor.delete() and None,
    "taxonomy": lambda line: Capability.objects.filter(pk=line.capability_id).update(label="New"),
}


@pytest.mark.usefixtures("fresh")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_the_process_keeps_up_with_every_way_to_change(way):
    line = CapabilityLineFactory()
    CapabilityLineFactory()
    index.current()
    if way == "removed":
        line.delete()
        line.site.delete()

    WAYS[way](line)

    assert rows(index.current()) == rows(index.load())
    assert index.current() is index.current()


@pytest.mark.usefixtures("fresh")
@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_trace():
    VendorFactory(name="Kept")
    index.current()

    with transaction.atomic():
        VendorFactory(name="Given up")
        inside = rows(index.current())
        transaction.set_rollback(True)

    assert [row[1] for row in inside] == ["kept", "given up"]
    assert [row[1] for row in rows(index.current())] == ["kept"]


@pytest.mark.usefixtures("fresh")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_not_missed():
    """It began before the process read, and commits after: its changes have the smaller numbers."""
    VendorFactory(name="First")
    index.current()
    late = connection.copy()
    try:
        with late.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE vendors_vendor SET name = 'Late'")
            VendorFactory(name="Second")
            index.current()
            cursor.execute("COMMIT")
    finally:
        late.close()

    assert [row[1] for row in rows(index.current())] == ["late", "second"]


@pytest.mark.django_db
def test_a_write_that_changes_nothing_is_no_change():
    vendor = VendorFactory()
    Change.objects.all().delete()

    Vendor.objects.filter(pk=vendor.pk).update(name=vendor.name)

    assert not Change.objects.exists()


@pytest.mark.django_db
def test_a_close_out_changes_the_vendor_of_the_letter_it_closes():
    letter = RegulatoryActionFactory(site=SiteFactory())
    Change.objects.all().delete()

    RegulatoryActionFactory(kind="close_out", closes=letter)

    assert [one.vendor_id for one in Change.objects.all()] == [letter.site.vendor_id]
