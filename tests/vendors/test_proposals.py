from datetime import date

import pytest

from audit.models import Event
from tests.factories.vendors import (
    CapabilityLineFactory,
    ProposalFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import proposals, services
from vendors.choices import ProposalState

pytestmark = pytest.mark.django_db


def test_accept_writes_the_value_with_its_source_and_who_decided(curator, now):
    proposal = ProposalFactory(vendor__city="Odense")

    proposals.accept(proposal=proposal, by=curator, now=now)

    vendor = proposal.vendor
    vendor.refresh_from_db()
    assert vendor.city == "Svendborg"
    assert (vendor.source, vendor.as_of, vendor.set_by) == (
        "Register of sites",
        date(2026, 11, 1),
        curator,
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_at) == (ProposalState.ACCEPTED, now)
    assert Event.objects.get(verb="proposal.accepted").actor == curator


def test_accept_writes_to_the_site_and_attaches_its_records(curator, now):
    site = SiteFactory(fei="")
    action = RegulatoryActionFactory(fei="3009481127")
    proposal = ProposalFactory(vendor=site.vendor, site=site, field="fei", old="", new="3009481127")

    proposals.accept(proposal=proposal, by=curator, now=now)

    action.refresh_from_db()
    assert action.site == site


def test_accept_writes_to_the_line_an_importer_names(curator, now):
    line = CapabilityLineFactory(capability__code="Z1.50", dosage_forms=["OSD"], phases=["P1"])
    other = CapabilityLineFactory(site=line.site, capability=line.capability, phases=["P1"])
    proposal = ProposalFactory(
        vendor=line.site.vendor,
        site=line.site,
        field="Z1.50 OSD phases",
        old=["P1"],
        new=["P1", "P2"],
    )

    proposals.accept(proposal=proposal, by=curator, now=now)

    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.phases, other.phases) == (["P1", "P2"], ["P1"])


def test_accept_writes_to_the_register_record_an_importer_names(curator, now):
    action = RegulatoryActionFactory(site=SiteFactory(), record_id="WL 7", firm_name="Old")
    proposal = ProposalFactory(
        vendor=action.site.vendor,
        site=action.site,
        field="action WL 7 firm_name",
        old="Old",
        new="New",
    )

    proposals.accept(proposal=proposal, by=curator, now=now)

    action.refresh_from_db()
    assert action.firm_name == "New"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"old": "Aarhus"}, "by now"),
        ({"field": "colour"}, "no longer there"),
        ({"field": "M4.06 OSD phases"}, "no longer there"),
        ({"field": "kind", "old": "CDMO", "new": "CMO"}, "kind"),
        ({"state": ProposalState.REJECTED}, "rejected already"),
    ],
)
def test_accept_refuses_and_changes_nothing(curator, now, fields, message):
    proposal = ProposalFactory(vendor__city="Odense", **fields)

    with pytest.raises(services.VendorError, match=message):
        proposals.accept(proposal=proposal, by=curator, now=now)

    vendor = proposal.vendor
    vendor.refresh_from_db()
    assert (vendor.city, vendor.kind, vendor.set_by) == ("Odense", "CDMO", None)


def test_reject_keeps_the_value(curator, now):
    proposal = ProposalFactory(vendor=VendorFactory(city="Odense"))

    proposals.reject(proposal=proposal, by=curator, now=now)

    proposal.refresh_from_db()
    proposal.vendor.refresh_from_db()
    assert (proposal.state, proposal.vendor.city) == (ProposalState.REJECTED, "Odense")
