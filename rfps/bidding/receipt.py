"""Check a receipt against documents, by arithmetic alone: no database is asked."""

import hashlib
import json
from dataclasses import dataclass

from rfps.bidding import canonical

MATCH, DIFFERS, MISSING, UNKNOWN = "match", "differs", "missing", "unknown"


@dataclass(frozen=True)
class Finding:
    """What was found about one thing: ``state`` is one of the four above."""

    what: str
    state: str
    words: str
    sha256: str = ""


@dataclass(frozen=True)
class Document:
    """An uploaded document: its name, its fingerprint, and the JSON in it, if any."""

    name: str
    sha256: str
    content: dict | None


def document(name: str, data: bytes) -> Document:
    """Read a document. Of our JSON the canonical form counts, however it was stored since."""
    content = _json(data)
    if content and content.get("format") in (canonical.HEAD_FORMAT, canonical.PART_FORMAT):
        try:
            return Document(name, canonical.digest(content), content)
        except ValueError:  # what no bid of ours can hold, e.g. half a character
            pass
    return Document(name, hashlib.sha256(data).hexdigest(), None)


def check(sha256: str, documents: list[Document]) -> list[Finding]:
    """
    Return what matches what, one finding for each thing that a receipt or a head names.

    :param sha256: the receipt, in hexadecimal; may be empty
    """
    heads = [one for one in documents if _format(one) == canonical.HEAD_FORMAT]
    findings = [_receipt(sha256, heads)] if sha256 else []
    named = set()
    for head in heads:
        findings += _named_by(head, documents, named)
    findings += [
        Finding(one.name, UNKNOWN, "No head that you gave names this document.", one.sha256)
        for one in documents
        if one not in heads and one.sha256 not in named
    ]
    return findings


def _receipt(sha256: str, heads: list[Document]) -> Finding:
    if not heads:
        return Finding("Receipt", MISSING, "Give the head too: the receipt is its SHA-256.", sha256)
    if any(head.sha256 == sha256 for head in heads):
        return Finding("Receipt", MATCH, "It is the SHA-256 of the head.", sha256)
    return Finding("Receipt", DIFFERS, "It is not the SHA-256 of the head you gave.", sha256)


def _named_by(head: Document, documents, named: set):
    found = {one.sha256: one for one in documents}
    yield Finding(head.name, MATCH, _about(head.content), head.sha256)
    wanted = [(f"{envelope.capitalize()} part", sha) for envelope, sha in _parts(head.content)]
    wanted += [(f"File of {size} bytes", sha) for size, sha in _files(head.content)]
    for what, sha in wanted:
        named.add(sha)
        if sha in found:
            yield Finding(what, MATCH, f"{found[sha].name} is what was submitted.", sha)
        elif others := [one.name for one in documents if _is_such(one, what)]:
            yield Finding(what, DIFFERS, f"{', '.join(others)} is not what was submitted.", sha)
        else:
            yield Finding(what, MISSING, "Not among the documents you gave.", sha)


def _about(head: dict) -> str:
    request = head.get("request") if isinstance(head.get("request"), dict) else {}
    lots = head.get("lots") if isinstance(head.get("lots"), list) else []
    return (
        f"A head: {head.get('vendor')} for {request.get('number')}, version "
        f"{request.get('version')} of the request, {len(lots)} lot{'' if len(lots) == 1 else 's'}."
    )


def _parts(head: dict) -> list[tuple[str, str]]:
    parts = head.get("parts")
    return [(str(name), str(sha)) for name, sha in parts.items()] if isinstance(parts, dict) else []


def _files(head: dict) -> list[tuple[str, str]]:
    files = head.get("files")
    rows = [one for one in files if isinstance(one, dict)] if isinstance(files, list) else []
    return [(str(one.get("size")), str(one.get("sha256"))) for one in rows]


def _is_such(one: Document, what: str) -> bool:
    return (
        _format(one) == canonical.PART_FORMAT
        and what == f"{str(one.content.get('envelope')).capitalize()} part"
    )


def _format(one: Document) -> str:
    return one.content["format"] if one.content else ""


def _json(data: bytes) -> dict | None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
