"""The messages of the directory."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from notifications import kinds, outbox
from vendors.choices import Cadence
from vendors.models import SavedSearch, Vendor


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


kinds.register(
    kinds.Kind("listing-approved", "Listing approved", _sample),
    kinds.Kind("listing-sent-back", "Listing sent back with a reason", _sample_sent_back),
    kinds.Kind("search-alert", "News of a saved search", _sample_search),
)
