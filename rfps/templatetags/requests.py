"""The way to the requests one was sent, for people of vendors who have any."""

from django import template

from accounts.choices import OrganisationKind
from rfps.services import requests

register = template.Library()


@register.inclusion_tag("rfps/_requests_link.html")
def requests_link(user, section: str):
    """Show the section; nobody is asked who acts for a sponsor or the platform."""
    may_have = user and user.is_authenticated
    if may_have and user.organisation:
        may_have = user.acts_for(OrganisationKind.VENDOR)
    return {"shows": may_have and requests.exist(user), "section": section}
