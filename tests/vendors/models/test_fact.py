"""The history of facts is written by the database, whoever writes, and cannot be rewritten."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from audit import acting
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    SiteFactory,
    TrialRecordFactory,
    VendorFactory,
)
from vendors import services
from vendors.models import CapabilityLine, Sourced, Vendor

pytestmark = pytest.mark.django_db

# Sourced rows that are no facts of the directory, each with the reason.
NOT_TRACKED = {"Proposal": "it is itself a record of what was proposed and decided"}


def states(row) -> list[str]:
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    return list(events.order_by("pgh_id").values_list("pgh_label", flat=True))


@pytest.mark.parametrize(
    ("factory", "change"),
    [
        (VendorFactory, {"city": "Svendborg"}),
        (SiteFactory, {"city": "Svendborg"}),
        (CapabilityLineFactory, {"lead_time_weeks": 7}),
        (CertificateFactory, {"number": "DK H 1"}),
        (GroupConfirmationFactory, {"source": "A letter"}),
        (RegulatoryActionFactory, {"detail": "Water system"}),
        (TrialRecordFactory, {"sponsor": "Boreal Bio"}),
    ],
)
def test_each_kind_of_fact_keeps_its_states(factory, change):
    row = factory()
    type(row).objects.filter(pk=row.pk).update(**change)
    kept = states(row)

    type(row).objects.filter(pk=row.pk).delete()

    assert kept == ["insert", "update"]
    assert states(row) == ["insert", "update", "delete"]


def test_every_sourced_model_is_tracked_or_says_why_not():
    untracked = {
        model.__name__
        for model in apps.get_app_config("vendors").get_models()
        if issubclass(model, Sourced) and not hasattr(model, "pgh_event_model")
    }

    assert untracked == set(NOT_TRACKED)


def test_bulk_writes_and_plain_sql_are_in_it_and_what_changes_nothing_is_not():
    lines = CapabilityLine.objects.bulk_create(
        CapabilityLineFactory.build(site=SiteFactory(), capability=line.capability)
        for line in (CapabilityLineFactory(), CapabilityLineFactory())
    )
    CapabilityLine.objects.update(lead_time_weeks=9)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vendors_capabilityline SET note = 'by SQL'")
        cursor.execute("UPDATE vendors_capabilityline SET note = 'by SQL'")

    assert [states(line) for line in lines] == [["insert", "update", "update"]] * 2


def test_who_why_and_from_what_are_told_by_one_setting_of_the_transaction():
    with acting.noting(by="vera@phaseline.example"), acting.noting(reason="merge"):
        vendor = VendorFactory()
    Vendor.objects.filter(pk=vendor.pk).update(city="Svendborg")

    first, second = Vendor.pgh_event_model.objects.order_by("pgh_id")
    assert (first.pgh_context, second.pgh_context) == (
        {"by": "vera@phaseline.example", "reason": "merge"},
        None,
    )


def test_a_move_tells_its_reason_and_an_import_its_file(curator, now, tmp_path):
    vendor = CapabilityLineFactory().site.vendor
    path = tmp_path / "forms.csv"
    path.write_text(
        "Record Date,FEI Number,Legal Name,Record Type,Publish Date,Download,Record ID\n"
        "2025-06-19,3004540906,Fernmoor Ltd,483,2025-07-10,,1\n"
    )
    services.suspend(vendor=vendor, reason="Licence withdrawn", by=curator, now=now)
    call_command("import_actions", "fda-483", str(path))

    moved = Vendor.pgh_event_model.objects.order_by("-pgh_id").first()
    read = RegulatoryActionFactory._meta.model.pgh_event_model.objects.get()
    assert moved.pgh_context == {"by": str(curator), "reason": "Licence withdrawn"}
    assert read.pgh_context == {"by": "import", "file": "forms.csv"}


def test_a_request_that_writes_says_who(client_of, curator):
    site = SiteFactory()
    desk = client_of(curator)
    page = desk.get(f"/admin/vendors/site/{site.pk}/change/")
    formsets = page.context["inline_admin_formsets"]
    data = {k: v for f in formsets for k, v in _management(f.formset).items()}

    desk.post(
        f"/admin/vendors/site/{site.pk}/change/",
        data | {"vendor": site.vendor_id, "name": "Renamed", "source": "x"},
    )

    event = type(site).pgh_event_model.objects.order_by("-pgh_id").first()
    assert (event.name, event.pgh_context) == (
        "Renamed",
        {"by": str(curator), "user": curator.pk},
    )


def _management(formset) -> dict:
    return {field.html_name: field.value() for field in formset.management_form}


@pytest.mark.parametrize(
    "statement", ["UPDATE vendors_siteevent SET name = ''", "DELETE FROM vendors_siteevent"]
)
def test_the_history_cannot_be_rewritten(statement):
    SiteFactory()

    with (
        pytest.raises(ProgrammingError, match=r"Cannot (update|delete)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_what_is_rolled_back_leaves_no_trace():
    site = SiteFactory()
    with transaction.atomic():
        type(site).objects.update(city="Svendborg")
        transaction.set_rollback(True)

    assert states(site) == ["insert"]
