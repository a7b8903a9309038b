"""The gate before every page that shows opened bids to the sponsor."""

from django.core.exceptions import PermissionDenied

from rfps.services import admission


def require_reader(user, rfp) -> None:
    """Raise PermissionDenied, with a sentence, for who may not read the bids side by side."""
    if sentence := admission.refusal(user, rfp):
        raise PermissionDenied(sentence)
