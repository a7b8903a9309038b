"""The messages of the directory."""

from django.conf import settings
from django.urls import reverse

from notifications import outbox


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
