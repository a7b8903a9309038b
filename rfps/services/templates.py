"""Templates: what a draft starts from, built in, an organisation's own, or an earlier request."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import UUIDField

from audit import services as audit
from rfps import library
from rfps.errors import RFPError
from rfps.models import RFP, Template

BUILT_IN, OWN, EARLIER = "built-in", "own", "rfp"
EARLIER_SHOWN = 30


def offered(user) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a lot may start from, as grouped choices: each a key for ``read`` and a name."""
    earlier = RFP.objects.for_user(user)[:EARLIER_SHOWN]
    groups = [
        ("Built in", [(f"{BUILT_IN}:{one.slug}", one.name) for one in library.all_templates()]),
        ("Ours", [(f"{OWN}:{one.pk}", one.name) for one in Template.objects.for_user(user)]),
        ("Earlier requests", [(f"{EARLIER}:{rfp.pk}", str(rfp)) for rfp in earlier]),
    ]
    return [("", [("", "Nothing: I write it myself")]), *[one for one in groups if one[1]]]


def read(key: str, user) -> dict | None:
    """
    Return the content of what was chosen, or None for nothing.

    :raises RFPError: for a key that this user is not offered
    """
    kind, _, name = key.partition(":")
    if not key:
        return None
    if kind == BUILT_IN and (template := library.get(name)):
        return template.content
    if kind == OWN and name.isascii() and name.isdigit() and len(name) < 19:
        own = Template.objects.for_user(user).filter(pk=int(name)).first()
        if own:
            return own.content
    if kind == EARLIER and (rfp := _earlier(name, user)):
        return extract(rfp, with_values=True)
    raise RFPError("This template is not there any more: choose another.")


def extract(rfp, *, with_values: bool) -> dict:
    """
    Return the writing of a request as a template's content.

    :param with_values: keep what the brief says, for a clone; a template leaves it out
    """
    names = ("group", "label", "effect", "is_required") + (("value",) if with_values else ())
    return {
        "brief": [
            {name: getattr(item, name) for name in names} for item in rfp.briefitem_set.all()
        ],
        "sections": [
            {
                "title": section.title,
                "envelope": section.envelope,
                "is_common": section.lot_id is None,
                "questions": [_extracted(question) for question in section.questions.all()],
            }
            for section in rfp.section_set.prefetch_related("questions")
        ],
        "grid": [
            {
                "label": line.label,
                "quantity": f"{line.quantity.normalize():f}",
                "unit": line.unit,
                "is_optional": line.is_optional,
                "note": line.note,
            }
            for line in rfp.gridline_set.filter(scope_key=None)  # the others follow the scope
        ],
        "criteria": [
            {
                "name": one.name,
                "help": one.help,
                "weight": str(one.weight),
                "envelope": one.envelope,
                "anchors": one.anchors,
                "is_price": one.is_price,
                "is_gate": one.is_gate,
                "minimum": None if one.minimum is None else str(one.minimum),
            }
            for one in rfp.criterion_set.all()
        ],
        "terms": rfp.terms,
        "schedule": {},
    }


@transaction.atomic
def keep(*, rfp, name: str, by, now) -> Template:
    """
    Save a request's writing as the organisation's template, without its values.

    :raises RFPError: if there is one of this name
    """
    template, is_new = Template.objects.get_or_create(
        organisation_id=rfp.organisation_id,
        name=name.strip(),
        defaults={
            "content": extract(rfp, with_values=False),
            "created_by": by,
            "created_at": now,
        },
    )
    if not is_new:
        raise RFPError(f"There is a template named {template.name}: choose another name.")
    summary = f"Template {template.name} made from {rfp.number}"
    audit.record(verb="template.kept", target=template, summary=summary, by=by, now=now)
    return template


@transaction.atomic
def remove(*, template, by, now) -> None:
    """Delete a template; drafts made from it stay as they are."""
    summary = f"Template {template.name} deleted"
    audit.record(verb="template.removed", target=template, summary=summary, by=by, now=now)
    template.delete()


def _earlier(name: str, user) -> RFP | None:
    try:
        return RFP.objects.for_user(user).filter(pk=UUIDField().clean(name)).first()
    except ValidationError:
        return None


def _extracted(question) -> dict:
    names = ("text", "help", "type", "options", "unit", "is_mandatory", "fact")
    return {name: getattr(question, name) for name in names}
