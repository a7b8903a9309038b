"""What a vendor reads before its CDA: not who asks, and not for what in particular."""

from django.shortcuts import render
from django.utils import timezone

from rfps.choices import RFPKind
from rfps.forms.vendor import AcceptForm, SignedForm
from rfps.services import disclosure
from rfps.views import answering, offer


def page(request, recipient, accept_form=None, sign_form=None, **forms):
    """Show the blinded synopsis, with the ways to accept the agreement, to decline and to be reminded."""
    now = timezone.now()
    rfp = recipient.invitation.rfp
    shown = disclosure.blinded(rfp)
    context = {
        "offer": shown,
        "kind": RFPKind(shown["kind"]).label,
        "documents": offer.documents(shown),
        "accept_form": accept_form or AcceptForm(initial={"name": recipient.name}),
        "sign_form": sign_form or SignedForm(),
        **offer.schedule(shown, now, answering.zone_of(request, rfp)),
        **answering.context(request, recipient, now, **forms),
    }
    return render(request, "rfps/respond_synopsis.html", context)


def file_name(shown: dict, document: dict) -> str:
    """Return a name for a file that its own name cannot give the sponsor away by."""
    ending = document["name"].rpartition(".")[2].lower()
    return f"{shown['number']}-{document['kind']}-{document['id'][:8]}.{ending}"
