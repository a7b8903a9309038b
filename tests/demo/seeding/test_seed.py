"""The demo world in the database: whole, marked, told in order, and not told twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from audit.models import Event
from demo import logins, services
from demo.models import DemoMarker
from demo.seeding import seed as seeding
from notifications.choices import EmailState
from notifications.models import Email
from programs.models import KeptPlan, Program, Shortlist, ShortlistShare, SignOff
from programs.selection.changes import digest
from rfps.choices import Intent, RecommendationState, RFPState
from rfps.models import RFP, Award, Evaluator, Invitation, Recommendation
from tests.demo.conftest import NOW
from vendors.choices import Standing
from vendors.models import (
    Asker,
    CapabilityLine,
    Claim,
    ProfileQuestion,
    Proposal,
    RegulatoryAction,
    Relationship,
    Site,
    TrialRecord,
    Vendor,
)

pytestmark = pytest.mark.usefixtures("small_demo", "db")


def test_seed_enters_every_vendor_of_its_world(small_demo, small_world):
    assert small_demo.is_new
    assert small_demo.vendors == len(small_world.entries)
    assert small_demo.sites == Site.objects.count()
    assert CapabilityLine.objects.count() == sum(len(entry.lines) for entry in small_world.entries)
    assert RegulatoryAction.objects.count() == len(small_world.actions)


def test_clinical_vendors_have_a_track_record_that_says_it_is_made_up(client):
    trials = TrialRecord.objects.select_related("vendor")
    named = {trial.vendor for trial in trials}
    listed = min((one for one in named if one.state == "listed"), key=lambda one: one.pk)

    assert {trial.registered_name == trial.vendor.name for trial in trials} == {True}
    assert {trial.source for trial in trials} == {"Demo world, fictional trials"}
    assert 1 < len(named) < Vendor.objects.count() / 2
    page = client.get(listed.get_absolute_url()).content.decode()
    assert "Source: Demo world, fictional trials" in page
    assert listed.trials.order_by("-nct_id")[0].nct_id in page


def test_seeding_again_changes_nothing():
    before = Event.objects.count(), Email.objects.count()

    counts = seeding.seed(now=NOW)

    assert not counts.is_new
    assert (Event.objects.count(), Email.objects.count()) == before


def test_everything_is_marked_as_fictional():
    assert not Vendor.objects.filter(is_fictional=False).exists()
    assert not Organisation.objects.filter(is_fictional=False).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert not Email.objects.exclude(to__endswith=".example").exists()


def test_vendors_stand_where_the_world_says(small_world):
    states = Counter(Vendor.objects.values_list("state", flat=True))

    assert states == Counter(entry.state.value for entry in small_world.entries)


def test_register_records_hang_on_the_sites_of_their_identifier():
    assert not RegulatoryAction.objects.filter(site=None).exists()
    assert RegulatoryAction.objects.filter(close_outs__isnull=False).count() == 2


def test_three_sponsors_have_every_role_and_one_person_works_for_two():
    sponsors = Organisation.objects.filter(kind=OrganisationKind.SPONSOR)
    roles = {
        sponsor.slug: {
            role for m in Membership.objects.filter(organisation=sponsor) for role in m.roles
        }
        for sponsor in sponsors
    }
    everyday = {
        Role.MEMBER,
        Role.PROGRAM_LEAD,
        Role.PROCUREMENT,
        Role.EVALUATOR,
        Role.ADMIN,
    }

    assert [found >= everyday for found in roles.values()] == [True, True, True]
    assert User.objects.get(email="noor@pinnaclebridge.example").memberships.count() == 2
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize("email", [email for _, email, _ in logins.LOGINS])
def test_printed_login_works(client, email):
    assert client.login(email=email, password=logins.PASSWORD)


def test_printed_logins_name_everybody_once():
    emails = [email for _, email, _ in logins.LOGINS]

    assert len(set(emails)) == len(emails)
    assert all(email in logins.table() for email in emails)


def test_a_plan_is_kept_and_a_vendor_signed_off_on_what_was_frozen():
    kept, sign = KeptPlan.objects.get(), SignOff.objects.get()

    assert (kept.program.code, kept.kept_by_name) == ("AUR-114", "Tomas Vass")
    assert kept.record["plans"][0]["proved"]["best"]
    assert kept.record["packages"] == ["Conjugate and drug product", "Testing", "Supply"]
    assert sign.digest == digest(sign.entry.snapshot)


def test_six_programs_have_packages_and_shortlists():
    assert Program.objects.count() == 6
    assert all(program.packages.count() >= 5 for program in Program.objects.all())
    assert Shortlist.objects.count() == 11
    assert ShortlistShare.objects.count() >= 5


def test_antibody_was_a_vial_and_became_a_syringe():
    forms = dict(Program.objects.get(code="HVB-021").phases.values_list("phase", "dosage_form"))

    assert (forms["P1"], forms["P3"]) == ("VIAL", "PFS")


def test_snapshots_were_frozen_with_the_entry():
    entry = Shortlist.objects.get(package__program__code="HVB-310").entries.get(
        vendor__name="Alpenmoor Peptides"
    )

    assert entry.snapshot["result"]["rank"] == 1


def test_requests_stand_in_several_states():
    states = Counter(RFP.objects.values_list("state", flat=True))
    closed = [rfp for rfp in RFP.objects.all() if rfp.is_closed(NOW + timedelta(days=3))]
    intents = Counter(Invitation.objects.values_list("intent", flat=True))

    assert states == {
        RFPState.DRAFT: 1,
        RFPState.ISSUED: 6,
        RFPState.AWARDED: 1,
        RFPState.CANCELLED: 1,
    }
    assert len(closed) == 4
    assert intents[Intent.INTENDS] >= 3
    assert intents[Intent.DECLINED] == 1
    assert intents[""] >= 3


def test_a_panel_is_in_the_middle_of_its_scores():
    panel = {
        one.user.name: (one.scores.count(), bool(one.submitted_at), one.names_hidden)
        for one in Evaluator.objects.filter(submitted_at=None).first().rfp.evaluators.all()
    }

    assert panel == {
        "Tomas Vass": (12, True, False),
        "Adela Kern": (7, False, True),
        "Jonas Weld": (3, False, False),
    }


def test_old_mail_was_sent_and_new_mail_waits_for_the_worker():
    states = Counter(Email.objects.values_list("state", flat=True))
    waiting = Email.objects.due(NOW).values_list("kind", flat=True)

    assert states[EmailState.SENT] >= 10
    assert set(waiting) >= {"rfp-invitation", "shortlist-shared", "listing-approved"}


def test_standings_are_private_to_each_sponsor():
    standings = Counter(Relationship.objects.values_list("standing", flat=True))

    assert standings[Standing.PREFERRED] == 2
    assert standings[Standing.DISQUALIFIED] == 1


def test_audit_trail_is_whole_and_in_order(capsys):
    times = list(Event.objects.order_by("sequence").values_list("at", flat=True))

    call_command("verify_audit")

    assert times == sorted(times)


def test_a_database_in_use_is_refused():
    DemoMarker.objects.all().delete()

    with pytest.raises(services.DemoError):
        services.claim(now=NOW)

    assert not services.is_demo_database()


def test_one_request_is_awarded_and_one_waits_for_a_signature():
    award = Award.objects.standing().get()
    waiting = Recommendation.objects.get(state=RecommendationState.WAITING)

    assert award.recommendation.signature.name == "Petra Lindqvist"
    assert award.rfp.debriefs.filter(sent_at__isnull=False).count() == 1
    assert waiting.rfp.title == "AUR-207 clinical supply, labels and depots"


def test_a_vendor_keeps_its_profile_and_a_claim_changes_and_a_question_wait():
    kept = Vendor.objects.get(organisation__isnull=False)
    states = Counter(Proposal.objects.by_vendor().values_list("state", flat=True))

    assert kept.organisation.memberships.get().user.email == "i.lund@brackenfell.example"
    assert states == {"accepted": 1, "rejected": 1, "open": 3, "draft": 1}
    assert Claim.objects.waiting().get().vendor.name == "Cindervale Biomanufacturing"
    assert ProfileQuestion.objects.get().answered_on is None
    assert Asker.objects.count() == 2
