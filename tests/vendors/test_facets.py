from datetime import date

import pytest
from django.apps import apps
from django.http import QueryDict

from tests.factories.vendors import CapabilityLineFactory, VendorFactory
from vendors import facets
from vendors.filters import Reader, VendorFilter
from vendors.models import (
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    RegulatoryAction,
    Relationship,
    Site,
    SiteAudit,
    TrialRecord,
    Vendor,
    VendorContact,
)

# Which filter finds each field of what a vendor says or others say of it ...
FILTERED = {
    "vendor.name": "q",
    "vendor.legal_name": "q",
    "vendor.trading_names": "q",
    "vendor.tagline": "q",
    "vendor.description": "q",
    "vendor.city": "q",
    "vendor.duns": "q",
    "vendor.kind": "kind",
    "vendor.size": "size",
    "vendor.confirmed_at": "confirmed",
    "site.name": "q",
    "site.city": "q",
    "site.fei": "q",
    "site.duns": "q",
    "site.country": "country",
    "capabilityline.capability": "capability",
    "capabilityline.phases": "phase",
    "capabilityline.modalities": "modality",
    "capabilityline.dosage_forms": "form",
    "capabilityline.grade": "grade",
    "capabilityline.evidence": "evidence",
    "certificate.scheme": "certificate",
    "certificate.issued_on": "certificate",
    "certificate.expires_on": "certificate",
    "regulatoryaction.kind": "record",
    "regulatoryaction.classification": "record",
    "regulatoryaction.closes": "record",
    "relationship.standing": "relationship",
}
# ... and why the others have none.
BOOKKEEPING = "how the row came about, not what the vendor can do"
MATCHED = "a number is weighed against a need by the matching; a filter would hide the unknown"
LINK = "holds the rows together"
RIGHT = "decides who may see the row, before any filter"
SHOWN = "read on the profile, stated by too few to divide a list"
UNFILTERED = {
    "vendor.slug": LINK,
    "vendor.country": "where a company is registered says little; the filter asks where its sites are",
    "vendor.ownership": SHOWN,
    "vendor.founded": SHOWN,
    "vendor.website": SHOWN,
    "vendor.lei": SHOWN,
    "vendor.state": RIGHT,
    "vendor.private_to": RIGHT,
    "vendor.merged_into": RIGHT,
    "vendor.organisation": LINK,
    "vendor.review_note": BOOKKEEPING,
    "vendor.is_fictional": "a demonstration is fictional as a whole",
    "vendor.import_key": BOOKKEEPING,
    "vendor.tags": "the curators' own words, filtered in the admin",
    "vendor.created_at": BOOKKEEPING,
    "site.vendor": LINK,
    "site.address": SHOWN,
    "site.latitude": "drawn on the map",
    "site.longitude": "drawn on the map",
    "site.description": SHOWN,
    "site.unmapped_terms": BOOKKEEPING,
    "site.import_key": BOOKKEEPING,
    "capabilityline.site": LINK,
    "capabilityline.is_offered": "a line that is not offered is never found",
    "capabilityline.scale_min": MATCHED,
    "capabilityline.scale_max": MATCHED,
    "capabilityline.scale_unit": MATCHED,
    "capabilityline.lead_time_weeks": MATCHED,
    "capabilityline.next_slot_date": MATCHED,
    "capabilityline.certificate": LINK,
    "capabilityline.note": SHOWN,
    "capabilityline.traits": "made of the fields that are filtered",
    "certificate.site": LINK,
    "certificate.authority": SHOWN,
    "certificate.number": SHOWN,
    "certificate.scope": SHOWN,
    "certificate.file": SHOWN,
    "regulatoryaction.authority": SHOWN,
    "regulatoryaction.fei": "sites are found by it",
    "regulatoryaction.firm_name": "sites are found by their own names",
    "regulatoryaction.state": SHOWN,
    "regulatoryaction.country": SHOWN,
    "regulatoryaction.product_type": SHOWN,
    "regulatoryaction.acted_on": SHOWN,
    "regulatoryaction.record_id": SHOWN,
    "regulatoryaction.detail": SHOWN,
    "regulatoryaction.site": LINK,
    "relationship.organisation": RIGHT,
    "relationship.vendor": LINK,
    "relationship.reason": "private words, read on the profile",
    "relationship.note": "private words, read on the profile",
    "relationship.next_review_date": "private dates, read on the profile",
    "relationship.cda_signed_date": "private dates, read on the profile",
    "relationship.cda_expires_date": "private dates, read on the profile",
    "relationship.msa_signed_date": "private dates, read on the profile",
    "relationship.quality_agreement_date": "private dates, read on the profile",
}
# Whole models of what is known of a vendor that no filter asks about.
NOT_ASKED = {
    GroupConfirmation: "turns unknown into no; a filter finds what is stated alone",
    TrialRecord: "a vendor without one is not one without experience: a filter would say so",
    VendorContact: "people are written to, not searched for",
    SiteAudit: "private records, read on the profile",
}
MODELS = [Vendor, Site, CapabilityLine, Certificate, RegulatoryAction, Relationship]
WORK = {"claim", "importrow", "merge", "notduplicate", "profilequestion", "proposal", "change"}
OF_EVERY_FACT = {
    "id",
    "source",
    "source_url",
    "as_of",
    "set_by",
}  # where it comes from, shown beside it


def test_every_field_has_a_filter_or_a_stated_reason():
    fields = {
        f"{model._meta.model_name}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.name not in OF_EVERY_FACT
    }

    assert fields == FILTERED.keys() | UNFILTERED.keys()
    assert FILTERED.keys() & UNFILTERED.keys() == set()
    assert set(FILTERED.values()) - set(VendorFilter.base_filters) == set()


def test_every_model_about_a_vendor_has_its_fields_here_or_a_stated_reason():
    about = {
        model
        for model in apps.get_app_config("vendors").get_models()
        if not hasattr(model, "pgh_tracked_model")
        and {f.related_model for f in model._meta.local_fields} & {Vendor, Site}
    }

    named = {model for model in about if model._meta.model_name in WORK}
    assert about - named - {*NOT_ASKED} == {*MODELS}
    assert all(NOT_ASKED.values())


@pytest.fixture
def shown(taxonomy):
    CapabilityLineFactory(
        site__vendor=VendorFactory(), capability__code="M4.14", phases=["P1"], modalities=["MAB"]
    )

    def show(query="", reader=None):
        filterset = VendorFilter(
            QueryDict(query), reader=reader or Reader(), today=date(2026, 11, 22)
        )
        return facets.of(filterset)

    return show


@pytest.mark.django_db
def test_a_value_that_finds_nothing_is_dead_unless_it_is_chosen(shown):
    phases = {option.value: option for option in shown("phase=P3").phases}

    assert (phases["P1"].count, phases["P1"].is_dead) == (1, False)
    assert (phases["P2"].count, phases["P2"].is_dead) == (0, True)
    assert (phases["P3"].count, phases["P3"].is_dead) == (0, False)


@pytest.mark.django_db
def test_the_tree_is_unfolded_down_to_what_is_chosen(shown):
    cdmo, cro = shown("capability=M4.14").tree

    assert (cdmo.is_open, cro.is_open) == (True, False)
    assert [group.option.value for group in cdmo.below if group.is_open] == ["M4"]
    assert (cdmo.option.count, cro.option.count) == (1, 0)


@pytest.mark.django_db
def test_functions_stand_by_area_and_are_counted(shown):
    options = {option.value: option for _, own in shown().functions for option in own}

    assert (options["injectables"].count, options["injectables"].is_dead) == (1, False)
    assert (options["statistics"].count, options["statistics"].is_dead) == (0, True)


@pytest.mark.django_db
def test_countries_stand_under_their_region(shown):
    [(region, options)] = shown().places

    assert (region.value, region.count) == ("Europe", 1)
    assert [(option.value, option.label, option.count) for option in options] == [
        ("DK", "Denmark", 1)
    ]


@pytest.mark.django_db
def test_only_a_sponsor_has_the_facet_of_its_relationships(shown, sponsor):
    def names(found):
        return {facet.name for facet in found.others}

    assert "relationship" not in names(shown())
    assert "relationship" in names(shown(reader=Reader(sponsor.pk, is_sponsor=True)))
