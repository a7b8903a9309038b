"""What an import does where a person has spoken: it asks, and takes no for an answer."""

from vendors.choices import ProposalState
from vendors.models import Proposal


def propose(*, site, field: str, old, new, source: str, as_of) -> bool:
    """
    File a proposal to change a fact of a site or of its record.

    :return: whether it is new to the curators; False for a value that waits already, or that one
        of them has rejected
    """
    asked = Proposal.objects.filter(
        vendor_id=site.vendor_id, site=site, field=field[:60], source=source
    )
    if asked.filter(state__in=[ProposalState.OPEN, ProposalState.REJECTED], new=new).exists():
        return False
    asked.update_or_create(
        vendor_id=site.vendor_id,
        site=site,
        field=field[:60],
        source=source,
        state=ProposalState.OPEN,
        defaults={"old": old, "new": new, "as_of": as_of},
    )
    return True
