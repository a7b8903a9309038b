"""A content of two lots, as a version freezes it, and a complete draft for the first."""

import pytest


def grid_line(key, label, quantity="1", *, is_optional=False) -> dict:
    return {
        "key": key,
        "label": label,
        "quantity": quantity,
        "unit": "batch",
        "is_optional": is_optional,
        "scope_key": None,
        "note": "",
    }


def question(key, text, kind="text", *, is_mandatory=False, options=()) -> dict:
    return {
        "key": key,
        "text": text,
        "help": "",
        "type": kind,
        "options": list(options),
        "unit": "",
        "is_mandatory": is_mandatory,
        "fact": "",
    }


@pytest.fixture
def content() -> dict:
    terms = question("q-terms", "Terms?", is_mandatory=True)
    return {
        "number": "RFP-2026-001",
        "title": "Tablets",
        "currencies": ["EUR", "CHF"],
        "brief": [],
        "sections": [
            {
                "title": "Quality",
                "envelope": "technical",
                "questions": [
                    question("q-how", "How?", is_mandatory=True),
                    question("q-days", "Days?", "number"),
                ],
            }
        ],
        "lots": [
            {
                "position": 1,
                "title": "Drug product",
                "lines": [],
                "brief": [],
                "sections": [{"title": "Terms", "envelope": "commercial", "questions": [terms]}],
                "grid": [
                    grid_line("g-fill", "Filling", "3"),
                    grid_line("g-test", "Release", "12.5"),
                    grid_line("g-more", "Stability", is_optional=True),
                ],
            },
            {
                "position": 2,
                "title": "Packaging",
                "lines": [],
                "brief": [],
                "sections": [],
                "grid": [grid_line("g-pack", "Cartons")],
            },
        ],
    }


@pytest.fixture
def raw() -> dict:
    return {
        "lots": ["1"],
        "currency": "EUR",
        "answers": {"q-how": "By PAT.", "q-terms": "30 days"},
        "prices": {
            "g-fill": {"state": "priced", "price": "1200.50", "note": ""},
            "g-test": {"state": "included", "price": "", "note": "in filling"},
        },
        "assumptions": "Two campaigns\n\nOne site",
        "exclusions": "",
        "team": [{"name": "Ida", "role": "Lead", "share": "40 %"}],
        "timeline": [{"task": "Transfer", "start": "2027-01-11", "end": "2027-03-26"}],
        "accepted": 1,
        "removed": [],
    }
