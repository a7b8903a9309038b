"""
The form of a bid that its fingerprints are made of (docs/bids.md describes it).

A head names the lots, the SHA-256 of both parts and of every file; its own SHA-256 is the receipt.
It tells nothing of the content, so it may be shown while a part is still sealed. Every JSON document
is written with sorted keys, without spaces, in UTF-8; decimals are strings.
"""

import hashlib
import json
from decimal import Decimal

from rfps.bidding import figures
from rfps.bidding.prices import Price
from rfps.choices import Envelope

HEAD_FORMAT = "phaseline-bid-head/1"
PART_FORMAT = "phaseline-bid-part/1"


def dumps(document: dict) -> bytes:
    """Return the canonical bytes of a JSON document."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(document: dict) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(dumps(document)).hexdigest()


def parts(reading) -> dict[str, dict]:
    """Return the technical and the commercial part of a bid that was read."""
    return {
        Envelope.TECHNICAL.value: _part(
            reading, Envelope.TECHNICAL, team=reading.team, timeline=reading.timeline
        ),
        Envelope.COMMERCIAL.value: _part(
            reading,
            Envelope.COMMERCIAL,
            currency=reading.currency,
            prices=[_price(line, reading.prices.get(line["key"])) for line in reading.asked.lines],
            assumptions=reading.assumptions,
            exclusions=reading.exclusions,
        ),
    }


def head(*, rfp_version, bid_id, vendor: str, reading, parts: dict[str, dict]) -> dict:
    """Return the head over the parts; file names stay in the part of their envelope."""
    content = rfp_version.content
    return {
        "format": HEAD_FORMAT,
        "request": {
            "number": content["number"],
            "version": rfp_version.number,
            "sha256": rfp_version.sha256,
        },
        "bid": str(bid_id),
        "vendor": vendor,
        "lots": [
            {"position": lot["position"], "title": lot["title"]}
            for lot in content["lots"]
            if lot["position"] in reading.lots
        ],
        "parts": {envelope: digest(part) for envelope, part in parts.items()},
        "files": [
            {
                "id": str(file.pk),
                "envelope": file.envelope,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in _in_order(reading.files)
        ],
    }


def _part(reading, envelope: Envelope, **own) -> dict:
    return {
        "format": PART_FORMAT,
        "envelope": envelope.value,
        "answers": [
            {
                "key": question["key"],
                "question": question["text"],
                "type": question["type"],
                "unit": question["unit"],
                "value": reading.answers[question["key"]],
            }
            for question in reading.asked.questions
            if question["envelope"] == envelope and question["key"] in reading.answers
        ],
        "files": [
            {
                "id": str(file.pk),
                "name": file.name,
                "question": str(file.question_key) if file.question_key else None,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in _in_order(reading.files)
            if file.envelope == envelope
        ],
        **own,
    }


def _price(line: dict, price) -> dict:
    """A line without an answer is one that is not priced."""
    return {
        "key": line["key"],
        "lot": line["lot"],
        "line": line["label"],
        "quantity": line["quantity"],
        "unit": line["unit"],
        "is_optional": line["is_optional"],
        "state": price.state if price else "not_priced",
        "unit_price": figures.plain(price.unit_price) if price and price.unit_price else None,
        "note": price.note if price else "",
    }


def price_of(line: dict) -> Price:
    """Return what a price line of a commercial part says."""
    return Price(line["state"], line["unit_price"] and Decimal(line["unit_price"]), line["note"])


def _in_order(files) -> list:
    return sorted(files, key=lambda file: (file.envelope, file.name, file.sha256, str(file.pk)))
