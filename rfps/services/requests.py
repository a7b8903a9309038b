"""The requests sent to a person who has an account: found by the addresses it has proved."""

from dataclasses import dataclass
from datetime import datetime

from audit import acting
from rfps import tokens
from rfps.choices import RFPState
from rfps.models import Recipient, RFPVersion


@dataclass(frozen=True)
class Row:
    """A request to the person; ``sponsor`` is empty while the CDA is awaited."""

    token: str
    number: str
    title: str
    sponsor: str
    vendor: str
    deadline_at: datetime
    is_cancelled: bool
    is_open: bool


def exist(user) -> bool:
    with acting.as_system():
        return Recipient.objects.of_person(user).live().exists()


def of_person(user, now) -> list[Row]:
    """Return the requests to the person, those that can be answered first, the soonest first."""
    with acting.as_system():
        people = list(
            Recipient.objects.of_person(user)
            .live()
            .select_related("invitation__rfp", "invitation__vendor")
        )
        issued = RFPVersion.objects.filter(rfp__in=[one.invitation.rfp_id for one in people])
        names = {  # the newest version of each has the last word
            rfp: (title, sponsor, blinded)
            for rfp, title, sponsor, blinded in issued.order_by("number").values_list(
                "rfp", "content__title", "content__sponsor", "content__blinded_title"
            )
        }
    rows = [_row(one, names[one.invitation.rfp_id], now) for one in people]
    return sorted(rows, key=lambda row: (not row.is_open, row.deadline_at))


def _row(recipient, names, now) -> Row:
    invitation = recipient.invitation
    rfp, (title, sponsor, blinded) = invitation.rfp, names
    if invitation.awaits_cda:
        title, sponsor = blinded or "A confidential request", ""
    return Row(
        token=tokens.of_account(recipient),
        number=rfp.number,
        title=title,
        sponsor=sponsor,
        vendor=invitation.vendor.name,
        deadline_at=rfp.deadline_at,
        is_cancelled=rfp.state == RFPState.CANCELLED,
        is_open=rfp.state == RFPState.ISSUED and not rfp.is_closed(now),
    )
