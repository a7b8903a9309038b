"""Words for the fields of a request's content and for their values, as a reader expects them."""

import json
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst

from programs.choices import Priority
from rfps import planning, zones
from rfps.choices import AnswerType, DocumentKind, Envelope, PriceFormula, RFPKind, Stage

NOTHING = "Not stated"
LABELS = {
    **planning.NAMES,
    "needs_cda": "CDA first",
    "capabilities": "Capabilities",
    "is_mandatory": "Mandatory",
    "is_optional": "Optional",
    "is_gate": "Gate",
    "minimum": "Least score that passes",
    "scope_key": "Scope line it prices",
    "is_price": "Scored by the price formula",
    "full_at": "Total with full points",
    "none_at": "Total without points",
    "formula": "Price formula",
    "fact": "Fact of the directory",
    "anchors": "Scale",
    "version": "Version",
    "name": "Name",
    "media_type": "Kind of file",
    "sha256": "SHA-256",
    "stage": "Given out",
    "kind": "Kind",
    "sponsor": "Sponsor",
}
CHOICES = {
    "priority": Priority,
    "envelope": Envelope,
    "type": AnswerType,
    "formula": PriceFormula,
    "stage": Stage,
}
KINDS = {**dict(DocumentKind.choices), **dict(RFPKind.choices)}


def label(name: str) -> str:
    """Return what a field is called."""
    return LABELS.get(name, capfirst(name.replace("_", " ")))


def plural(noun: str) -> str:
    return {"criterion": "criteria"}.get(noun, f"{noun}s")


def value(name: str, given, zone: str) -> str:
    """Return a field's value in words; instants in the zone given."""
    if given is None or given == "" or given == []:
        return NOTHING
    if isinstance(given, bool):
        return "Yes" if given else "No"
    if name.endswith("_at") and isinstance(given, str):
        return _moment(given, zone)
    if name in CHOICES:
        return dict(CHOICES[name].choices).get(given, str(given))
    if name == "kind":
        return KINDS.get(given, str(given))
    if name == "size":
        return filesizeformat(given).replace("\xa0", " ")
    if name == "sha256":
        return f"{given[:16]}…"
    if isinstance(given, list):
        return "; ".join(_item(one) for one in given)
    return json.dumps(given, ensure_ascii=False) if isinstance(given, dict) else str(given)


def _item(one) -> str:
    """Return an entry of a list: a name, or a step of a scale as number and words."""
    if isinstance(one, dict):
        return str(one.get("name", one))
    return " ".join(str(part) for part in one) if isinstance(one, list) else str(one)


def _moment(given: str, zone: str) -> str:
    try:
        return zones.show(datetime.fromisoformat(given), zone)
    except (ValueError, KeyError):
        return given
