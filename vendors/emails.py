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
