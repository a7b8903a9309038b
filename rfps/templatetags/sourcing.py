"""What requests have come to, for pages that know nothing of requests: a program's and a vendor's."""

from django import template
from django.utils import timezone

from rfps.services import sourcing

register = template.Library()


@register.inclusion_tag("rfps/_sourced.html")
def sourced(program, user) -> dict:
    """Show the partners per package and what is still unsourced; nothing before the first award."""
    packages = sourcing.of_program(program, user)
    return {
        "packages": packages,
        "unsourced": sum(len(one.unsourced) for one in packages),
        "needs": sum(one.needs for one in packages),
    }


@register.inclusion_tag("rfps/_responses.html")
def responses(vendor, user) -> dict:
    """Show how a vendor has answered the user's own organisation."""
    return {
        "responses": sourcing.responses(vendor, user, timezone.now()),
        "organisation": user.organisation,
    }
