"""The messages of the directory."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from notifications import kinds, outbox


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


kinds.register(
    kinds.Kind("listing-approved", "Listing approved", _sample),
    kinds.Kind("listing-sent-back", "Listing sent back with a reason", _sample_sent_back),
)
