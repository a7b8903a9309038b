"""A merge moves rows and deletes none; undone, every row is as it was."""

import pytest
from django.apps import apps

from audit import acting
from audit.models import Event
from notifications.models import Email
from tests.factories.programs import ShortlistEntryFactory
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    GroupConfirmationFactory,
    ProposalFactory,
    RegulatoryActionFactory,
    RelationshipFactory,
    TrialRecordFactory,
    VendorFactory,
)
from vendors import merging, proposals
from vendors.choices import ListingState, Standing, VendorKind
from vendors.models import Asker, Merge, ProfileQuestion, Relationship, Site, Vendor
from vendors.querysets import BY_VENDOR
from vendors.questions import ask
from vendors.services import VendorError

pytestmark = pytest.mark.django_db

WATCHED = [
    *("vendors.Vendor", "vendors.VendorContact", "vendors.Site", "vendors.CapabilityLine"),
    *("vendors.Certificate", "vendors.RegulatoryAction", "vendors.GroupConfirmation"),
    *("vendors.Proposal", "vendors.Relationship", "vendors.TrialRecord"),
    "programs.ShortlistEntry",
]


def rows() -> dict:
    return {
        label: sorted(apps.get_model(label).objects.values_list(), key=str) for label in WATCHED
    }


def furnish(vendor, **line):
    line = CapabilityLineFactory(site__vendor=vendor, **line)
    CertificateFactory(site=line.site)
    RegulatoryActionFactory(site=line.site)
    GroupConfirmationFactory(vendor=vendor)
    TrialRecordFactory(vendor=vendor)
    ProposalFactory(vendor=vendor, site=line.site)
    return line.site


@pytest.fixture
def loser():
    return VendorFactory(
        name="Ash GmbH", duns="612123456", kind=VendorKind.CRO, website="https://ash.example"
    )


@pytest.fixture
def survivor():
    return VendorFactory(name="Ash", city="Aarhus", tagline="Fills vials")


@pytest.fixture
def merge(loser, survivor, curator, now):
    def merge(**changes):
        return merging.merge(
            **{
                "loser": loser,
                "survivor": survivor,
                "reason": "one DUNS",
                "by": curator,
                "now": now,
            }
            | changes
        )

    return merge


def test_every_row_that_names_a_vendor_moves_or_says_why_it_stays():
    named = {
        relation.related_model._meta.label
        for relation in Vendor._meta.get_fields(include_hidden=True)
        if relation.is_relation
        and relation.auto_created
        and not hasattr(relation.related_model, "pgh_tracked_model")
    }

    assert named == merging.MOVE | merging.STAY.keys()


def test_questions_go_to_who_answers_them_now_and_come_back(merge, loser, survivor, curator, now):
    leaf, other = CapabilityFactory(), CapabilityFactory()
    for vendor, of in ((loser, leaf), (loser, other), (survivor, other)):
        ProfileQuestion.objects.create(vendor=vendor, capability=of, asked_on=now.date())
    held = ProfileQuestion.objects.order_by("pk").values_list("vendor", flat=True)

    record = merge()

    assert list(held.all()) == [survivor.pk, loser.pk, survivor.pk]
    merging.undo(merge=record, by=curator, now=now)
    assert list(held.all()) == [loser.pk, loser.pk, survivor.pk]


def test_who_asked_the_loser_the_same_joins_the_survivors_askers_and_is_told(
    merge, loser, survivor, member, stranger, curator, now
):
    site = CapabilityLineFactory(site__vendor=loser).site
    leaf = CapabilityFactory()
    for vendor, by in ((loser, member), (loser, stranger), (survivor, member)):
        ask(vendor=vendor, capability=leaf, phase="", modality="", by=by, now=now)
    lost, kept = ProfileQuestion.objects.order_by("pk")
    new = {"capability": leaf.pk, "phases": leaf.phases}
    draft = {"source": BY_VENDOR, "field": "+ line 1f3a", "old": None, "new": new}
    answer = ProposalFactory(vendor=loser, site=site, question=lost, **draft)
    waiting = Asker.objects.order_by("pk").values_list("question", flat=True)
    with acting.as_system():
        record = merge()
        assert list(waiting.all()) == [lost.pk, kept.pk, kept.pk]
        merging.undo(merge=record, by=curator, now=now)
        assert list(waiting.all()) == [lost.pk, lost.pk, kept.pk]
        merge()

    answer.refresh_from_db()
    proposals.accept(proposal=answer, by=curator, now=now)

    told = (
        Email.objects.filter(kind="question-answered").order_by("to").values_list("to", flat=True)
    )
    assert list(told) == sorted([member.email, stranger.email])


def test_sites_and_both_sets_of_evidence_are_then_the_survivors(merge, loser, survivor):
    sites = {furnish(loser), furnish(survivor)}

    merge()

    survivor.refresh_from_db()
    loser.refresh_from_db()
    assert set(survivor.sites.all()) == sites
    assert all(site.certificates.count() == site.actions.count() == 1 for site in sites)
    assert survivor.trials.count() == 2
    assert (survivor.kind, survivor.duns, survivor.city, survivor.trading_names) == (
        VendorKind.BOTH,
        "612123456",
        "Aarhus",
        ["Ash GmbH"],
    )
    assert (loser.merged_into, Vendor.objects.listed().get()) == (survivor, survivor)


def test_undone_every_row_is_as_it_was(
    merge, loser, survivor, curator, now, sponsor, other_sponsor
):
    for vendor in (loser, survivor):
        furnish(vendor)
        ContactFactory(vendor=vendor)
        ContactFactory(vendor=vendor, email="sales@ash.example", is_primary=False)
        RelationshipFactory(vendor=vendor, organisation=sponsor, standing=Standing.APPROVED)
    RelationshipFactory(vendor=loser, organisation=other_sponsor, note="Slow")
    Relationship.objects.filter(vendor=loser).update(standing=Standing.DISQUALIFIED)
    GroupConfirmationFactory(vendor=loser, group="Z2")
    entry = ShortlistEntryFactory(vendor=loser)
    ShortlistEntryFactory(vendor=loser, shortlist=ShortlistEntryFactory(vendor=survivor).shortlist)
    before = rows()

    record = merge()
    between = rows()
    entry.refresh_from_db()
    merging.undo(merge=record, by=curator, now=now)

    assert entry.vendor == survivor
    assert [label for label in WATCHED if between[label] == before[label]] == [
        "vendors.CapabilityLine",
        "vendors.Certificate",
        "vendors.RegulatoryAction",
    ]
    assert rows() == before
    assert list(
        Event.objects.filter(verb__startswith="vendor.")
        .values_list("verb", flat=True)
        .order_by("pk")
    ) == [
        "vendor.merged",
        "vendor.unmerged",
    ]


def test_of_two_standings_of_a_sponsor_the_more_cautious_counts_and_none_is_lost(
    merge, loser, survivor, sponsor, other_sponsor
):
    careful = RelationshipFactory(
        vendor=loser, organisation=sponsor, standing=Standing.DISQUALIFIED, reason="Data integrity"
    )
    RelationshipFactory(vendor=survivor, organisation=sponsor, standing=Standing.PREFERRED)
    kept = RelationshipFactory(
        vendor=survivor, organisation=other_sponsor, standing=Standing.APPROVED
    )
    RelationshipFactory(vendor=loser, organisation=other_sponsor, standing=Standing.PREFERRED)

    merge()

    assert set(Relationship.objects.filter(vendor=survivor)) == {careful, kept}
    assert Relationship.objects.filter(vendor=loser).count() == 2


def test_the_record_holds_no_word_of_a_sponsor_and_only_its_own_log_tells(
    merge, loser, sponsor, other_sponsor
):
    RelationshipFactory(
        vendor=loser, organisation=sponsor, reason="canaryreason", note="canarynote"
    )

    merge()

    assert "canary" not in str(list(Merge.objects.values())) + str(list(Event.objects.values()))
    with acting.as_organisation(sponsor.pk):
        assert Event.objects.filter(verb="relationship.moved").count() == 1
    with acting.as_organisation(other_sponsor.pk):
        assert Event.objects.filter(verb="relationship.moved").count() == 0
        assert Relationship.objects.count() == 0


def test_of_a_private_entry_only_what_is_the_sponsors_own_goes_over(
    merge, loser, survivor, sponsor, curator, now
):
    Vendor.objects.filter(pk=loser.pk).update(private_to=sponsor, state=ListingState.DRAFT)
    site, contact = furnish(loser), ContactFactory(vendor=loser)
    relationship = RelationshipFactory(vendor=loser, organisation=sponsor)
    before = rows()

    record = merge()

    contact.refresh_from_db()
    relationship.refresh_from_db()
    survivor.refresh_from_db()
    assert (Site.objects.get(pk=site.pk).vendor, survivor.trading_names) == (loser, [])
    assert (contact.vendor, contact.private_to) == (survivor, sponsor)
    assert relationship.vendor == survivor
    merging.undo(merge=record, by=curator, now=now)
    assert rows() == before


def test_what_cannot_be_one_is_refused_and_nothing_is_moved(merge, loser, survivor, sponsor):
    furnish(loser)
    before = rows()
    refused = []
    for changes in [
        {"survivor": loser},
        {"survivor": VendorFactory(name="Private", private_to=sponsor)},
        {"loser": VendorFactory(name="Gone", merged_into=survivor)},
    ]:
        with pytest.raises(VendorError) as error:
            merge(**changes)
        refused.append(str(error.value))

    assert refused == [
        "A vendor cannot be merged into itself.",
        "Private is private to a sponsor: merge the other way round, into what all may see.",
        "Gone was merged already.",
    ]
    assert rows()["vendors.Site"] == before["vendors.Site"]
    assert Merge.objects.count() == 0


def test_what_has_changed_since_stops_the_undoing_as_a_whole(merge, loser, survivor, curator, now):
    site = furnish(loser)
    record = merge()
    Site.objects.filter(pk=site.pk).update(vendor=VendorFactory(), name="North")
    between = rows()

    with pytest.raises(VendorError, match="Site North has changed since the merge"):
        merging.undo(merge=record, by=curator, now=now)

    assert rows() == between


def test_a_merge_is_undone_once(merge, curator, now):
    record = merge()
    merging.undo(merge=record, by=curator, now=now)

    with pytest.raises(VendorError, match="was undone already"):
        merging.undo(merge=record, by=curator, now=now)


def test_the_history_says_that_it_was_a_merge(merge, loser, curator):
    furnish(loser)

    merge()

    event = Site.pgh_event_model.objects.order_by("-pgh_id").first()
    assert event.pgh_context == {"by": str(curator), "reason": "merge: one DUNS"}
