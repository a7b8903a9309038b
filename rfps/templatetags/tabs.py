"""Which pages of a request lead nowhere for a reader, so that their tabs are left out."""

from django import template

from rfps.services import admission

register = template.Library()


@register.filter
def has_bids_for(rfp, user) -> bool:
    """Say whether the page of the bids opens; no query where the request came ``with_standing``."""
    return not admission.refusal(user, rfp)


@register.filter
def has_decision_for(rfp, user) -> bool:
    return admission.decides(user, rfp)
