"""
The main job on real input: a real trial record matched against the real Taiwan sites.

The register proves tablets at commercial phases and says nothing of modality: such a site is
*unknown*, in the ranking with an open interval, and never silently left out or taken as proven.
"""

from decimal import Decimal

import pytest

from programs import matching
from programs.choices import NeedState
from programs.importers import clinicaltrials
from programs.models import Program
from programs.services import program as programs
from tests.journeys import stage
from vendors import services
from vendors.choices import Evidence, ListingState
from vendors.importers import fda_compliance, taiwan_gmp
from vendors.models import Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def test_a_real_trial_is_matched_with_real_sites_beside_made_up_ones(
    shared_data, sponsor, lead, curator, now
):
    stage.list_vendor("Aldergrove Tablets", Evidence.INSPECTED)
    taiwan_gmp.run(shared_data / "taiwan" / "gmp_sites.csv", now=now)
    fda_compliance.run(shared_data / "fda" / "compliance_actions_2025-07.csv", now=now)
    makers = list(
        Vendor.objects.filter(
            state=ListingState.IN_REVIEW, sites__lines__capability="M4.07"
        ).distinct()[:3]
    )
    for vendor in makers:
        services.approve(vendor=vendor, by=curator, now=now)

    clinicaltrials.run(
        shared_data / "clinicaltrials" / "studies_v2.json",
        organisation=sponsor,
        only=["NCT06029816"],  # neratinib tablets
        now=now,
    )
    program = Program.objects.get()
    for field, value in (("modality", "SM"), ("dosage_form", "OSD")):
        programs.confirm_fact(program=program, field=field, value=value, by=lead, now=now)
    if not program.current_phase:
        programs.confirm_fact(program=program, field="current_phase", value="P2", by=lead, now=now)
    ranking = matching.rank(program.packages.get(key=stage.PACKAGE), now=now)

    by_name = {found.vendor.name: found for found in ranking.vendors}
    assert ranking.vendors[0].vendor.name == "Aldergrove Tablets"
    for maker in makers:
        found = by_name[maker.name]
        tablets = [answer for answer in found.answers if "M4.07" in answer.need.capabilities]
        assert {answer.state for answer in tablets} == {NeedState.UNKNOWN}
        assert (found.score, found.best_case > Decimal(0)) == (Decimal("0.00"), True)
