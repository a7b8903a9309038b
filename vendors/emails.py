"""The messages of the directory."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership, User
from notifications import kinds, outbox
from vendors.choices import Cadence, CertificateScheme, Phase
from vendors.models import Capability, Certificate, ProfileQuestion, SavedSearch, Site, Vendor


def listing_approved(*, vendor, contact, curator, now):
    return outbox.enqueue(
        kind="listing-approved",
        key=f"listing-approved:{vendor.pk}:{contact.pk}:{now.isoformat()}",
        to=contact.email,
        context={
            "contact": contact.name,
            "vendor": vendor.name,
            "curator": curator,
            "url": settings.SITE_URL + reverse("vendor-detail", args=[vendor.slug]),
        },
        now=now,
        topic=vendor,
    )


def listing_sent_back(*, vendor, contact, reason, curator, now):
    return outbox.enqueue(
        kind="listing-sent-back",
        key=f"listing-sent-back:{vendor.pk}:{contact.pk}:{now.isoformat()}",
        to=contact.email,
        context={
            "contact": contact.name,
            "vendor": vendor.name,
            "curator": curator,
            "reason": reason,
        },
        now=now,
        topic=vendor,
    )


def search_alert(*, search, new, new_count, changed, changed_count, gone_count, now):
    """Tell a search's owner what is new in it, in a mail of its own per look."""
    return outbox.enqueue(
        kind="search-alert",
        key=f"search-alert:{search.pk}:{now.isoformat()}",
        to=search.owner.email,
        context={
            "search": search,
            "reader": search.owner,
            "new": new,
            "new_more": new_count - len(new),
            "new_count": new_count,
            "changed": changed,
            "changed_more": changed_count - len(changed),
            "changed_count": changed_count,
            "gone_count": gone_count,
            "url": settings.SITE_URL + search.get_absolute_url(),
            "saved_url": settings.SITE_URL + reverse("saved-search-list"),
        },
        now=now,
        organisation=search.organisation,
        user=search.owner,
        topic=search,
        priority=9,
    )


# A vendor's own profile


def claim_link(*, claim, token: str, expires_at, now):
    """Send the link that proves an address; it ends in the mail's body, which is purged once sent."""
    return outbox.enqueue(
        kind="claim-link",
        key=f"claim-link:{claim.pk}:{now.isoformat()}",
        to=claim.email,
        context={
            "contact": claim.name,
            "vendor": claim.vendor.name,
            "url": settings.SITE_URL + reverse("claim-prove", args=[token]),
            "expires_at": expires_at,
        },
        now=now,
        expires_at=expires_at,
        is_sensitive=True,
        topic=claim,
        priority=1,
    )


def claim_confirmed(*, claim, now):
    return _of_claim("claim-confirmed", claim, now, url=settings.SITE_URL + reverse("own-profile"))


def claim_declined(*, claim, curator, now):
    return _of_claim("claim-declined", claim, now, reason=claim.reason, curator=curator)


def _of_claim(kind: str, claim, now, **more):
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{claim.pk}",
        to=claim.email,
        context={"contact": claim.name, "vendor": claim.vendor.name, **more},
        now=now,
        user=claim.user,
        topic=claim,
    )


def proposals_decided(*, decided, curator, now):
    """
    Tell each person at a vendor, in one mail, what a curator has made of what they proposed.

    :param decided: (the proposal in words, whether it is accepted, the reason where it is not)
    """
    mails: dict = {}
    for told, is_accepted, reason in decided:
        if user := told.proposal.set_by:
            accepted, returned = mails.setdefault((user, told.proposal.vendor), ([], []))
            accepted.append(told) if is_accepted else returned.append((told, reason))
    for (user, vendor), (accepted, returned) in mails.items():
        first = min(told.proposal.pk for told in [*accepted, *(told for told, _ in returned)])
        outbox.enqueue(
            kind="proposals-decided",
            key=f"proposals-decided:{first}:{user.pk}",
            to=user.email,
            context={
                "contact": user,
                "vendor": vendor.name,
                "accepted": accepted,
                "returned": returned,
                "curator": curator,
                "url": settings.SITE_URL + reverse("own-profile"),
            },
            now=now,
            organisation=vendor.organisation,
            user=user,
            topic=vendor,
        )


def question_asked(*, question, now):
    """Tell the people who keep a profile of a question; where nobody does, its primary contact."""
    vendor = question.vendor
    members = Membership.objects.filter(
        organisation__vendor=vendor, user__is_active=True
    ).select_related("user")
    readers = [(one.user.email, one.user) for one in members]
    contact = vendor.primary_contact()
    if not readers and contact:
        readers = [(contact.email, None)]
    claim = reverse("vendor-claim", args=[vendor.slug])
    for address, user in readers:
        outbox.enqueue(
            kind="question-asked",
            key=f"question-asked:{question.pk}:{address}",
            to=address,
            context={
                "contact": user or contact.name,
                "vendor": vendor.name,
                "question": question,
                "is_claimed": bool(user),
                "url": settings.SITE_URL + (reverse("own-profile") if user else claim),
            },
            now=now,
            organisation=vendor.organisation,
            user=user,
            topic=vendor,
        )


def question_answered(*, asker, question, told, now):
    return outbox.enqueue(
        kind="question-answered",
        key=f"question-answered:{asker.pk}",
        to=asker.user.email,
        context={
            "reader": asker.user,
            "vendor": question.vendor.name,
            "question": question,
            "told": told,
            "url": settings.SITE_URL + question.vendor.get_absolute_url(),
        },
        now=now,
        organisation=asker.organisation,
        user=asker.user,
        topic=asker,
    )


def certificate_due(*, certificate, user, now):
    """Write once when a certificate is about to lapse, and once when it has."""
    has_lapsed = certificate.expires_on < now.date()
    vendor = certificate.site.vendor
    occasion = "lapsed" if has_lapsed else "soon"
    return outbox.enqueue(
        kind="certificate-due",
        key=f"certificate-due:{certificate.pk}:{certificate.expires_on}:{occasion}",
        to=user.email,
        context={
            "contact": user,
            "vendor": vendor.name,
            "certificate": certificate,
            "has_lapsed": has_lapsed,
            "url": settings.SITE_URL + reverse("own-profile"),
        },
        now=now,
        organisation=vendor.organisation,
        user=user,
        topic=vendor,
    )


def profile_stale(*, vendor, user, now):
    """Write once a year while a profile is not confirmed."""
    since = vendor.confirmed_at
    occasion = f"{since.date()}:{(now - since).days // 365}" if since else "never"
    return outbox.enqueue(
        kind="profile-stale",
        key=f"profile-stale:{vendor.pk}:{occasion}",
        to=user.email,
        context={
            "contact": user,
            "vendor": vendor.name,
            "since": since,
            "url": settings.SITE_URL + reverse("own-profile"),
        },
        now=now,
        organisation=vendor.organisation,
        user=user,
        topic=vendor,
    )


def _sample(**more) -> dict:
    page = settings.SITE_URL + "/vendors/"
    return {
        "contact": "Ines Okafor",
        "vendor": "Fernhollow Biologics",
        "curator": User(name="Vera Lund", email="vera@phaseline.example"),
        "url": page,
        **more,
    }


def _sample_sent_back() -> dict:
    return _sample(reason="The certificate of the second site is of 2019: add the current one.")


def _sample_search() -> dict:
    vendor = Vendor(name="Fernhollow Biologics", slug="fernhollow", tagline="Antibodies to launch")
    return {
        "search": SavedSearch(name="Aseptic filling in Europe", cadence=Cadence.DAILY),
        "reader": "Mina Keller",
        "new": [vendor],
        "new_more": 0,
        "new_count": 1,
        "changed": [vendor],
        "changed_more": 2,
        "changed_count": 3,
        "gone_count": 1,
        "url": settings.SITE_URL + "/vendors/",
        "saved_url": settings.SITE_URL + "/vendors/",
    }


def _sample_question() -> dict:
    leaf = Capability(code="M4.14", label="Aseptic liquid vial fill and finish")
    return _sample(
        reader="Mina Keller",
        question=ProfileQuestion(capability=leaf, phase=Phase.P3),
        told={
            "subject": "A new capability at Odense works",
            "new": "M4.14 Aseptic liquid vial fill and finish, offered, Phase 3",
        },
        is_claimed=True,
    )


def _sample_decided() -> dict:
    site = "Odense works"
    accepted = {"subject": site, "label": "City", "new": "Odense"}
    returned = {"subject": site, "label": "FEI", "new": "3009481127"}
    return _sample(
        accepted=[accepted],
        returned=[(returned, "The register knows this FEI at another address.")],
    )


def _sample_certificate() -> dict:
    certificate = Certificate(
        scheme=CertificateScheme.GMP,
        number="DK H 10400",
        expires_on=date(2027, 3, 31),
        site=Site(name="Odense works"),
    )
    return _sample(certificate=certificate, has_lapsed=False)


kinds.register(
    kinds.Kind(
        "claim-link",
        "Link to prove an address",
        lambda: _sample(expires_at=datetime(2027, 1, 15, 12, 0, tzinfo=UTC)),
    ),
    kinds.Kind("claim-confirmed", "Claim of a profile confirmed", _sample),
    kinds.Kind(
        "claim-declined",
        "Claim of a profile declined",
        lambda: _sample(reason="The address is not one of the company."),
    ),
    kinds.Kind("proposals-decided", "Your changes of a profile, decided", _sample_decided),
    kinds.Kind("question-asked", "Question about a profile", _sample_question, may_digest=True),
    kinds.Kind("question-answered", "Answer in a profile", _sample_question, may_digest=True),
    kinds.Kind("certificate-due", "Certificate lapses", _sample_certificate, may_digest=True),
    kinds.Kind(
        "profile-stale",
        "Profile not confirmed for a year",
        lambda: _sample(since=datetime(2025, 10, 12, tzinfo=UTC)),
        may_digest=True,
    ),
    kinds.Kind("listing-approved", "Listing approved", _sample),
    kinds.Kind("listing-sent-back", "Listing sent back with a reason", _sample_sent_back),
    kinds.Kind("search-alert", "News of a saved search", _sample_search),
)
