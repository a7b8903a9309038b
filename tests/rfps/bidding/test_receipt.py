import hashlib
import json

import pytest

from rfps.bidding import canonical, receipt

PART = {"format": canonical.PART_FORMAT, "envelope": "technical", "answers": [{"value": "é"}]}
FILE = b"%PDF-1.7"
HEAD = {
    "format": canonical.HEAD_FORMAT,
    "vendor": "Brackenfell",
    "request": {"number": "RFP-2026-001", "version": 1},
    "lots": [{"position": 1, "title": "Drug product"}],
    "parts": {"technical": canonical.digest(PART), "commercial": "c" * 64},
    "files": [{"size": len(FILE), "sha256": hashlib.sha256(FILE).hexdigest()}],
}
SHA256 = canonical.digest(HEAD)


def found(sha256, **documents) -> list[tuple]:
    read = [receipt.document(name, data) for name, data in documents.items()]
    return [(one.what, one.state) for one in receipt.check(sha256, read)]


def test_the_canonical_form_is_sorted_dense_and_utf8():
    assert (
        canonical.dumps({"b": "é", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"é"}'.encode()
    )


def test_everything_given_matches_and_the_rest_is_said_to_be_missing():
    assert found(SHA256, head=canonical.dumps(HEAD), part=canonical.dumps(PART), scan=FILE) == [
        ("Receipt", "match"),
        ("head", "match"),
        ("Commercial part", "missing"),
        ("Technical part", "match"),
        ("File of 8 bytes", "match"),
    ]


def test_json_that_was_formatted_since_still_matches():
    pretty = json.dumps(HEAD, indent=2).encode()

    assert found(SHA256, head=pretty)[:2] == [("Receipt", "match"), ("head", "match")]


def test_a_changed_part_and_a_changed_file_are_seen():
    changed = canonical.dumps(PART | {"answers": []})

    assert found(SHA256, head=canonical.dumps(HEAD), part=changed, scan=FILE + b"x") == [
        ("Receipt", "match"),
        ("head", "match"),
        ("Commercial part", "missing"),
        ("Technical part", "differs"),
        ("File of 8 bytes", "missing"),
        ("part", "unknown"),
        ("scan", "unknown"),
    ]


def test_another_receipt_differs():
    assert found("a" * 64, head=canonical.dumps(HEAD))[0] == ("Receipt", "differs")


def test_a_receipt_alone_asks_for_the_head():
    assert found(SHA256) == [("Receipt", "missing")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b'{"format": "phaseline-bid-head/1"}',
        b'{"format": "phaseline-bid-head/1", "parts": [], "files": [7], "request": 7, "lots": 1}',
        b'{"format": ["phaseline-bid-head/1"]}',
        b'{"format": "phaseline-bid-head/1", "x": NaN}',
        b'{"format": "phaseline-bid-head/1", "x": "\\ud800"}',
    ],
)
def test_whatever_is_given_is_no_error(data):
    assert isinstance(found("", thing=data), list)
