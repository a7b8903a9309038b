from datetime import date

import pytest

from audit.models import Event
from notifications.models import Email
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ProposalFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors import proposals, services
from vendors.choices import Evidence, ProposalState
from vendors.models import CapabilityLine, Site
from vendors.querysets import BY_VENDOR

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


def test_accept_refuses_an_entry_that_was_merged_into_another(curator, now):
    survivor = VendorFactory(name="Ash Sterile")
    proposal = ProposalFactory(vendor=VendorFactory(city="Odense", merged_into=survivor))

    with pytest.raises(services.VendorError, match="merged into Ash Sterile"):
        proposals.accept(proposal=proposal, by=curator, now=now)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.vendor.city) == (ProposalState.OPEN, "Odense")


def test_reject_keeps_the_value(curator, now):
    proposal = ProposalFactory(vendor=VendorFactory(city="Odense"))

    proposals.reject(proposal=proposal, by=curator, now=now)

    proposal.refresh_from_db()
    proposal.vendor.refresh_from_db()
    assert (proposal.state, proposal.vendor.city) == (ProposalState.REJECTED, "Odense")


# What a vendor says of itself


def said(row, field, old, new, **more):
    site = row.site if hasattr(row, "site") else row if isinstance(row, Site) else None
    vendor = site.vendor if site else row
    return ProposalFactory(
        vendor=vendor, site=site, field=field, old=old, new=new, source=BY_VENDOR, **more
    )


def test_a_new_line_is_the_vendors_word_until_a_certificate_carries_it(curator, now):
    site = SiteFactory()
    leaf = CapabilityFactory(scale_unit="kg")
    new = {"capability": leaf.pk, "is_offered": True, "phases": ["P1"], "scale_max": "50"}

    proposals.accept(proposal=said(site, "+ line 1f3a", None, new), by=curator, now=now)

    line = CapabilityLine.objects.get()
    assert (line.capability, line.phases, line.scale_max, line.scale_unit) == (
        leaf,
        ["P1"],
        50,
        "kg",
    )
    assert (line.evidence, line.source, line.as_of, line.set_by) == (
        Evidence.DECLARED,
        BY_VENDOR,
        date(2026, 11, 1),
        curator,
    )
    new = {"scheme": "GMP", "authority": "DKMA", "expires_on": "2027-05-01", "covers": [line.pk]}
    proposals.accept(proposal=said(site, "+ certificate 9c", None, new), by=curator, now=now)
    line.refresh_from_db()
    assert (line.evidence, line.certificate.expires_on) == (Evidence.DOCUMENTED, date(2027, 5, 1))


def test_a_certificate_lends_nothing_to_another_site_or_to_what_a_register_states(curator, now):
    site = SiteFactory()
    foreign = CapabilityLineFactory()
    proven = CapabilityLineFactory(site=site, evidence=Evidence.INSPECTED)
    new = {"scheme": "GMP", "authority": "DKMA", "covers": [foreign.pk, proven.pk]}

    proposals.accept(proposal=said(site, "+ certificate 9c", None, new), by=curator, now=now)

    assert not CapabilityLine.objects.exclude(certificate=None).exists()


@pytest.mark.parametrize(
    ("field", "new", "evidence"),
    [
        ("phases", ["P1"], Evidence.DOCUMENTED),
        ("phases", ["P1", "P2", "P3", "COM"], Evidence.DECLARED),
        ("modalities", [], Evidence.DECLARED),
        ("lead_time_weeks", 12, Evidence.DOCUMENTED),
    ],
)
def test_a_line_that_says_more_than_was_proved_is_declared_again(
    curator, now, field, new, evidence
):
    certificate = CertificateFactory()
    line = CapabilityLineFactory(
        site=certificate.site, evidence=Evidence.DOCUMENTED, certificate=certificate
    )

    proposals.accept(
        proposal=said(line, f"{line.capability_id} #{line.pk} {field}", getattr(line, field), new),
        by=curator,
        now=now,
    )

    line.refresh_from_db()
    assert (getattr(line, field), line.evidence) == (new, evidence)


def test_a_proposal_reaches_only_the_vendors_own_rows(curator, now):
    line = CapabilityLineFactory()
    foreign = ProposalFactory(
        vendor=VendorFactory(),
        site=SiteFactory(),
        field=f"{line.capability_id} #{line.pk} phases",
        new=["P1"],
    )

    with pytest.raises(services.VendorError, match="no longer there"):
        proposals.accept(proposal=foreign, by=curator, now=now)


def test_many_are_decided_each_by_itself_and_told_in_one_mail(curator, now):
    site = SiteFactory()
    line = CapabilityLineFactory(site=site, scale_min=5, scale_max=50)
    line.refresh_from_db()
    ida = keeper(site.vendor)
    low = said(line, f"{line.capability_id} #{line.pk} scale_min", "5.000", "100", set_by=ida)
    high = said(line, f"{line.capability_id} #{line.pk} scale_max", "50.000", "500", set_by=ida)
    city = said(site, "city", "Odense", "Nyborg", set_by=ida)
    bad = said(site, "country", "DK", "Denmark", set_by=ida)

    outcomes = proposals.decide(
        decisions=[
            proposals.Decision(low, True),  # waits for the largest scale
            proposals.Decision(high, True),
            proposals.Decision(city, False, "Which Nyborg?"),
            proposals.Decision(bad, True),
        ],
        by=curator,
        now=now,
    )

    assert [bool(fault) for _, fault in outcomes] == [False, False, False, True]
    line.refresh_from_db()
    assert (line.scale_min, line.scale_max) == (100, 500)
    mail = Email.objects.select_related("content").get(kind="proposals-decided")
    assert (mail.to, mail.content.subject) == (
        ida.email,
        f"{site.vendor}: 2 changes accepted, 1 change sent back",
    )
    assert "Which Nyborg?" in mail.content.text


def test_a_vendors_proposal_is_sent_back_with_a_reason_only(curator, now):
    proposal = said(SiteFactory(), "city", "Odense", "Nyborg")

    with pytest.raises(services.VendorError, match="Give a reason"):
        proposals.reject(proposal=proposal, by=curator, now=now)


def test_of_two_curators_one_wins_and_the_other_is_told(curator, now):
    proposal = said(SiteFactory(), "city", "Odense", "Nyborg")
    proposals.accept(proposal=proposal, by=curator, now=now)

    with pytest.raises(services.VendorError, match="accepted already by Cura Tor"):
        proposals.accept(proposal=proposal, by=curator, now=now)


def test_an_import_asks_before_it_overwrites_what_was_accepted(curator, now):
    """A person has set it: that is what the importers look at before they write."""
    site = SiteFactory()
    proposals.accept(proposal=said(site, "city", "Odense", "Nyborg"), by=curator, now=now)

    site.refresh_from_db()
    assert site.set_by == curator
