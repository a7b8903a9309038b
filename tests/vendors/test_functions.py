import csv
from pathlib import Path

import pytest
from django.conf import settings

from vendors import functions
from vendors.choices import Branch, Phase

# Every function named in part J of issue 2, with the kind that serves it first.
NAMED = {
    "formulation": Branch.CDMO,
    "api-optimisation": Branch.CDMO,
    "stability-studies": Branch.CDMO,
    "scale-up": Branch.CDMO,
    "clinical-trial-material": Branch.CDMO,
    "commercial-batches": Branch.CDMO,
    "oral-tablets": Branch.CDMO,
    "injectables": Branch.CDMO,
    "biologics": Branch.CDMO,
    "regulatory-support": Branch.CDMO,
    "toxicity": Branch.CRO,
    "pharmacokinetics": Branch.CRO,
    "pharmacodynamics": Branch.CRO,
    "trial-regulatory-requirements": Branch.CRO,
    "recruitment": Branch.CRO,
    "data-collection": Branch.CRO,
    "site-oversight": Branch.CRO,
    "statistics": Branch.CRO,
    "reports": Branch.CRO,
    "submissions": Branch.CRO,
    "drug-discovery": Branch.CRO,
    "regulatory-strategy": Branch.CRO,
    "data-management": Branch.CRO,
    "post-marketing-surveillance": Branch.CRO,
}


@pytest.fixture(scope="module")
def leaves() -> dict[str, dict[str, str]]:
    with Path(settings.BASE_DIR, "vendors", "taxonomy.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_functions_are_those_the_issue_names():
    assert {function.slug: function.kind for function in functions.FUNCTIONS} == NAMED


@pytest.mark.parametrize("function", functions.FUNCTIONS, ids=lambda function: function.slug)
def test_function_leads_to_leaves_that_its_kind_offers(function, leaves):
    unknown = set(function.leaves) - set(leaves)
    served = [
        code
        for code in function.leaves
        if function.kind in (leaves[code]["branch"], leaves[code]["also_branch"])
    ]

    assert unknown == set()
    assert served == list(function.leaves)
    assert len(served) == len(set(served)) >= 1


@pytest.mark.parametrize("function", functions.FUNCTIONS, ids=lambda function: function.slug)
def test_every_leaf_is_needed_at_a_phase_of_its_function(function, leaves):
    phases = set(function.phases or Phase)

    elsewhere = [
        code for code in function.leaves if not phases & set(leaves[code]["phases"].split())
    ]

    assert elsewhere == []


def test_a_leaf_may_serve_several_functions():
    serving = [function for function in functions.FUNCTIONS if "M4.08" in function.leaves]

    assert [function.slug for function in serving] == [
        "clinical-trial-material",
        "commercial-batches",
        "oral-tablets",
    ]


def test_choices_are_grouped_by_kind_and_area():
    headings = [heading for heading, _ in functions.choices()]

    assert headings[0] == "CDMO: Drug development"
    assert headings[-1] == "CRO: After approval"
    assert sum(len(entries) for _, entries in functions.choices()) == 24
