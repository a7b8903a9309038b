from datetime import date

import pytest

from audit.models import Event
from notifications.models import Email
from tests.factories.accounts import OrganisationFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    ContactFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import services
from vendors.choices import LISTING_TRANSITIONS, Evidence, ListingState, Phase, VendorKind
from vendors.models import CapabilityLine, Vendor, VendorContact

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "Brackenfell Conjugates",
    "legal_name": "Brackenfell Conjugates A/S",
    "kind": VendorKind.CDMO,
    "country": "DK",
    "city": "Odense",
    "source": "Vendor statement",
    "as_of": date(2026, 10, 12),
    "contacts": [
        {"name": "Ida Lund", "email": "ida@brackenfell.example"},
        {"name": "Ole Riis", "email": "ole@brackenfell.example"},
    ],
    "sites": [
        {
            "name": "Odense, building 4",
            "city": "Odense",
            "country": "DK",
            "fei": "3009481127",
            "certificates": [
                {
                    "scheme": "GMP",
                    "authority": "Danish Medicines Agency",
                    "number": "DK H 10418",
                    "issued_on": "2024-05-01",
                    "expires_on": "2027-04-30",
                }
            ],
            "lines": [
                {
                    "capability": "M2.10",
                    "phases": ["P1", "P2", "P3"],
                    "modalities": ["ADC"],
                    "evidence": Evidence.ON_REGISTER,
                    "certificate": "DK H 10418",
                    "source": "EudraGMDP",
                },
                {"capability": "M4.17", "is_offered": False},
            ],
        }
    ],
    "confirmations": [{"group": "M2", "confirmed_on": date(2026, 10, 12)}],
}


def changed(path: str, value) -> dict:
    """Return the profile with one value changed, e.g. at ``sites.0.lines.0.phases``."""
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]

    def copy(part):
        if isinstance(part, dict):
            return {name: copy(value) for name, value in part.items()}
        return [copy(value) for value in part] if isinstance(part, list) else part

    profile = target = copy(PROFILE)
    for key in parents:
        target = target[key]
    target[last] = value
    return profile


def listable(**fields) -> Vendor:
    """Make a vendor in review that has all it needs to be listed."""
    line = CapabilityLineFactory(site__vendor__state=ListingState.IN_REVIEW)
    vendor = line.site.vendor
    for name, value in fields.items():
        setattr(vendor, name, value)
    vendor.save()
    return vendor


def test_enter_profile_writes_every_part(taxonomy, curator, now):
    vendor = services.enter_profile(profile=PROFILE, by=curator, now=now)

    assert vendor.state == ListingState.DRAFT
    assert vendor.slug == "brackenfell-conjugates"
    assert vendor.primary_contact().email == "ida@brackenfell.example"
    site = vendor.sites.get()
    made, refused = site.lines.all()
    assert made.certificate == site.certificates.get()
    assert made.certificate.expires_on == date(2027, 4, 30)
    assert made.phases == [Phase.P1, Phase.P2, Phase.P3]
    assert made.scale_unit == made.capability.scale_unit
    assert not refused.is_offered
    assert [one.group for one in vendor.confirmations.all()] == ["M2"]


def test_enter_profile_hands_source_and_date_down(taxonomy, curator, now):
    vendor = services.enter_profile(profile=PROFILE, by=curator, now=now)

    made, refused = CapabilityLine.objects.filter(site__vendor=vendor)
    assert (made.source, made.as_of, made.set_by) == ("EudraGMDP", date(2026, 10, 12), curator)
    assert (refused.source, refused.as_of) == ("Vendor statement", date(2026, 10, 12))


def test_enter_profile_writes_one_event(taxonomy, curator, now):
    vendor = services.enter_profile(profile=PROFILE, by=curator, now=now)

    (event,) = Event.objects.filter(object_type="vendors.vendor")
    assert (event.verb, event.object_id, event.actor) == (
        "vendor.entered",
        str(vendor.pk),
        curator,
    )


def test_enter_profile_finds_a_free_slug(taxonomy, now):
    slugs = [
        services.enter_profile(
            profile={"name": name, "kind": VendorKind.CRO}, by=None, now=now
        ).slug
        for name in ["Cinder & Vale", "Cinder, Vale", "台灣製藥", "Own"]
    ]

    assert slugs == ["cinder-vale", "cinder-vale-2", "vendor", "own-2"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("kind", "CMO", "vendor, kind: "),
        ("contacts.1.email", "nobody", "contact 2, email: "),
        ("sites.0.fei", "Odense", "site 1, fei: "),
        ("sites.0.colour", "blue", "site 1: "),
        ("sites.0.lines.0.capability", "M9.99", "site 1, line 1, capability: 'M9.99'"),
        ("sites.0.lines.0.phases", ["P4"], "site 1, line 1, phases: "),
        ("sites.0.lines.1.certificate", "X", "site 1, line 2, certificate: "),
        ("sites.0.certificates.0.expires_on", "2024-02-30", "site 1, certificate 1, expires_on: "),
        ("sites.0.certificates.0.expires_on", "2020-01-01", "site 1, certificate 1: "),
        ("confirmations.0.group", "Q1", "confirmation 1, group: "),
    ],
)
def test_enter_profile_names_part_and_field_and_writes_nothing(taxonomy, now, path, value, message):
    with pytest.raises(services.VendorError) as error:
        services.enter_profile(profile=changed(path, value), by=None, now=now)

    assert str(error.value)[: len(message)] == message
    assert not Vendor.objects.exists()


def test_enter_profile_refuses_a_scale_that_runs_backwards(taxonomy, now):
    profile = changed("sites.0.lines.0.scale_min", 500)
    profile["sites"][0]["lines"][0]["scale_max"] = 50

    with pytest.raises(services.VendorError, match="line 1, scale_min"):
        services.enter_profile(profile=profile, by=None, now=now)


def test_enter_profile_attaches_the_register_record_that_came_first(taxonomy, now):
    action = RegulatoryActionFactory(fei="3009481127")

    vendor = services.enter_profile(profile=PROFILE, by=None, now=now)

    action.refresh_from_db()
    assert action.site == vendor.sites.get()


def test_attach_actions_lets_go_of_another_fei():
    site = SiteFactory(fei="3009481127")
    action = RegulatoryActionFactory(fei="3009481127", site=site)
    site.fei = "3011760204"
    site.save()

    attached = services.attach_actions(site)

    action.refresh_from_db()
    assert (attached, action.site) == (0, None)


def test_approve_lists_the_vendor_and_mails_its_primary_contact(curator, now):
    vendor = listable(review_note="Which site?")
    ContactFactory(vendor=vendor, email="second@vendor.example", is_primary=False)
    ContactFactory(vendor=vendor, email="first@vendor.example", is_primary=True)

    services.approve(vendor=vendor, by=curator, now=now)

    vendor.refresh_from_db()
    assert (vendor.state, vendor.review_note) == (ListingState.LISTED, "")
    (email,) = Email.objects.about(vendor)
    assert (email.kind, email.to) == ("listing-approved", "first@vendor.example")
    assert f"/vendors/{vendor.slug}/" in email.content.text
    event = Event.objects.get(object_type="vendors.vendor")
    assert (event.verb, event.actor) == ("vendor.approved", curator)


def test_approve_without_a_contact_mails_nobody(curator, now):
    vendor = listable()

    services.approve(vendor=vendor, by=curator, now=now)

    assert vendor.state == ListingState.LISTED
    assert not Email.objects.exists()


def test_approve_opens_a_sponsors_private_vendor_to_all(curator, now, sponsor):
    vendor = listable(private_to=sponsor)

    services.approve(vendor=vendor, by=curator, now=now)

    assert vendor in Vendor.objects.listed()


def test_approve_never_mails_a_contact_private_to_a_sponsor(curator, now):
    vendor = listable()
    VendorContact.objects.create(
        vendor=vendor, name="X", email="x@vendor.example", private_to=OrganisationFactory()
    )

    services.approve(vendor=vendor, by=curator, now=now)

    assert not Email.objects.exists()


@pytest.mark.parametrize(
    ("has_site", "missing"), [(False, "it has no site yet"), (True, "its sites offer nothing yet")]
)
def test_approve_says_what_is_missing(curator, now, has_site, missing):
    vendor = VendorFactory(state=ListingState.IN_REVIEW)
    if has_site:
        CapabilityLineFactory(site__vendor=vendor, is_offered=False)

    with pytest.raises(services.VendorError, match=missing):
        services.approve(vendor=vendor, by=curator, now=now)

    vendor.refresh_from_db()
    assert vendor.state == ListingState.IN_REVIEW


def test_send_back_keeps_the_reason_and_mails_it(curator, now):
    vendor = listable()
    contact = ContactFactory(vendor=vendor)

    services.send_back(vendor=vendor, reason="Which site fills & dries? ", by=curator, now=now)

    vendor.refresh_from_db()
    assert (vendor.state, vendor.review_note) == (ListingState.DRAFT, "Which site fills & dries?")
    (email,) = Email.objects.about(vendor)
    assert (email.kind, email.to) == ("listing-sent-back", contact.email)
    assert "Which site fills & dries?" in email.content.text


def test_suspend_takes_a_vendor_out_of_the_directory(curator, now):
    vendor = listable(state=ListingState.LISTED)

    services.suspend(vendor=vendor, reason="Licence withdrawn", by=curator, now=now)

    vendor.refresh_from_db()
    assert vendor.state == ListingState.SUSPENDED
    assert vendor not in Vendor.objects.listed()
    assert Event.objects.get(verb="vendor.suspended").data == {"reason": "Licence withdrawn"}


@pytest.mark.parametrize("move", [services.send_back, services.suspend])
def test_a_reason_is_required(curator, now, move):
    vendor = listable(
        state=ListingState.LISTED if move is services.suspend else ListingState.IN_REVIEW
    )

    with pytest.raises(services.VendorError, match="reason"):
        move(vendor=vendor, reason="  ", by=curator, now=now)


MOVES = {
    services.submit: (ListingState.IN_REVIEW, {}),
    services.approve: (ListingState.LISTED, {}),
    services.send_back: (ListingState.DRAFT, {"reason": "Why"}),
    services.suspend: (ListingState.SUSPENDED, {"reason": "Why"}),
}


@pytest.mark.parametrize("state", ListingState)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_made_or_refused_as_the_table_says(curator, now, move, state):
    vendor = listable(state=state)
    target, extra = MOVES[move]
    is_allowed = target in LISTING_TRANSITIONS[state]

    try:
        move(vendor=vendor, by=curator, now=now, **extra)
    except services.VendorError:
        was_made = False
    else:
        was_made = True

    vendor.refresh_from_db()
    assert was_made == is_allowed
    assert vendor.state == (target if is_allowed else state)


def test_a_merged_vendor_does_not_move(curator, now):
    vendor = listable(merged_into=VendorFactory())

    with pytest.raises(services.VendorError, match="merged"):
        services.approve(vendor=vendor, by=curator, now=now)
