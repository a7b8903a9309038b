"""The way of a spreadsheet through the wizard: what is shown is what is done, once."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from tests.at_once import at_once
from tests.factories.vendors import VendorFactory
from vendors import imports
from vendors.choices import ImportState
from vendors.models import ImportFile, ImportRow, Vendor
from vendors.services import VendorError

pytestmark = pytest.mark.django_db
CSV = b"Company,Kind,Wrong\nAsh,CDMO,x\nBirch,CMO,y\n"


@pytest.fixture
def upload(curator, now):
    def upload(content=CSV, name="list.csv") -> ImportFile:
        return imports.upload(
            name=name, content=content, source="", as_of=date(2026, 11, 20), by=curator, now=now
        )

    return upload


@pytest.fixture
def compare(curator, now):
    def compare(file) -> ImportFile:
        mapping = file.mapping
        return imports.choose_columns(file=file, mapping=mapping, by=curator, now=now)

    return compare


def test_from_upload_to_import(upload, compare, curator, now):
    file = upload()
    assert (file.state, file.rows, file.mapping) == (
        ImportState.UPLOADED,
        2,
        {"Company": "vendor.name", "Kind": "vendor.kind"},
    )

    file = compare(file)
    assert (file.state, {k: v for k, v in file.counts.items() if v}) == (
        ImportState.CHECKED,
        {"created": 1, "skipped": 1},
    )
    assert list(file.outcomes.values_list("number", "fate", "about", "changes", "problems")) == [
        (
            2,
            "created",
            "Ash",
            [
                {"field": "Vendor", "old": "", "new": "Ash", "fate": "created"},
                {"field": "Kind", "old": "", "new": "CDMO", "fate": "created"},
            ],
            [],
        ),
        (3, "skipped", "Birch", [], [["Kind", "“CMO” is none of CDMO, CRO, BOTH"]]),
    ]
    assert not Vendor.objects.exists()

    file = imports.confirm(file=file, digest=file.digest, by=curator, now=now)
    assert (file.state, bytes(file.content), file.confirmed_by) == ("imported", b"", curator)
    vendor = Vendor.objects.get()
    assert (vendor.name, vendor.source, vendor.as_of, vendor.set_by) == (
        "Ash",
        "Spreadsheet list.csv",
        date(2026, 11, 20),
        None,
    )
    assert set(Event.objects.values_list("verb", flat=True)) >= {
        "import.confirmed",
        "spreadsheet.imported",
    }


def test_the_choice_of_columns_is_kept_for_the_next_file_of_the_same_headings(upload, curator, now):
    file = upload(b"Name,Art\nAsh,CDMO\n")
    chosen = {"Name": "vendor.name", "Art": "vendor.kind"}
    imports.choose_columns(file=file, mapping=chosen, by=curator, now=now)

    assert upload(b"ART,NAME\nCRO,Elm\n").mapping == {"NAME": "vendor.name", "ART": "vendor.kind"}
    assert upload(b"Name,Art,More\nElm,CRO,x\n").mapping == {"Name": "vendor.name"}


def test_a_directory_that_has_changed_since_is_shown_anew_and_nothing_is_written(
    upload, compare, curator, now
):
    file = compare(upload())
    VendorFactory(name="Ash", kind="CRO")

    file = imports.confirm(file=file, digest=file.digest, by=curator, now=now)

    assert (file.state, file.message, file.counts["updated"]) == (
        ImportState.CHECKED,
        imports.CHANGED_SINCE,
        1,
    )
    assert Vendor.objects.get().kind == "CRO"
    assert imports.confirm(file=file, digest=file.digest, by=curator, now=now).state == "imported"
    assert Vendor.objects.get().kind == "CDMO"


def test_an_old_preview_is_not_confirmed(upload, compare, curator, now):
    file = compare(upload())

    with pytest.raises(VendorError, match="compared anew"):
        imports.confirm(file=file, digest="another", by=curator, now=now)


def test_a_second_confirmation_is_told_who_was_first(upload, compare, curator, now):
    file = compare(upload())
    imports.confirm(file=file, digest=file.digest, by=curator, now=now)

    with pytest.raises(VendorError) as error:
        imports.confirm(file=file, digest=file.digest, by=curator, now=now)

    assert str(error.value) == "list.csv is past this by Cura Tor: imported."
    assert Vendor.objects.count() == 1


def test_a_wrong_choice_of_columns_leaves_the_file_where_it_was(upload, curator, now):
    file = upload()

    with pytest.raises(VendorError, match="Choose the column that means “Vendor”"):
        imports.choose_columns(file=file, mapping={"Kind": "vendor.kind"}, by=curator, now=now)

    file.refresh_from_db()
    assert file.state == ImportState.UPLOADED


def test_a_discarded_file_is_forgotten(upload, compare, curator, now):
    file = imports.discard(file=compare(upload()), by=curator, now=now)

    assert (file.state, bytes(file.content)) == (ImportState.DISCARDED, b"")
    assert not ImportRow.objects.exists()


def test_a_fault_of_ours_leaves_nothing_and_says_so(upload, compare, curator, now, caplog):
    file = compare(upload())
    ImportFile.objects.filter(pk=file.pk).update(mapping={"Company": "vendor.gone"})

    file = imports.confirm(file=file, digest=file.digest, by=curator, now=now)

    assert (file.state, file.message) == (ImportState.FAILED, imports.OUR_FAULT)
    assert "failed" in caplog.text
    assert not Vendor.objects.exists()


@pytest.fixture
def long(upload, curator, now):
    """A file too long for a request."""
    rows = "".join(f"Vendor {n},CRO\n" for n in range(imports.AT_ONCE + 1))
    file = upload(b"Company,Kind\n" + rows.encode())
    return imports.choose_columns(file=file, mapping=file.mapping, by=curator, now=now)


def test_a_long_file_waits_for_a_worker(long, curator, now):
    assert (long.state, long.outcomes.count()) == (ImportState.CHECKING, 0)

    assert imports.run_waiting(now=now) == 1
    long.refresh_from_db()
    assert (long.state, long.counts["created"]) == (ImportState.CHECKED, 301)

    imports.confirm(file=long, digest=long.digest, by=curator, now=now)
    assert (imports.run_waiting(now=now), imports.run_waiting(now=now)) == (1, 0)
    assert Vendor.objects.count() == 301


def test_a_file_whose_worker_died_is_taken_up_by_another(long, now):
    ImportFile.objects.update(claimed_at=now)

    assert imports.run_waiting(now=now) == 0
    assert imports.run_waiting(now=now + imports.ABANDONED + timedelta(seconds=1)) == 1


def test_a_worker_that_was_given_up_writes_nothing(long, now):
    file = imports._claim(long, now)
    ImportFile.objects.update(claimed_at=now + timedelta(hours=1))

    imports.work(file, now=now)

    long.refresh_from_db()
    assert (long.state, long.outcomes.count()) == (ImportState.CHECKING, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_wins_and_progress_is_seen_from_outside(curator, now):
    rows = "".join(f"Vendor {n},CRO\n" for n in range(imports.TELL_EVERY + 1))
    file = imports.upload(
        name="list.csv",
        content=b"Company,Kind\n" + rows.encode(),
        source="",
        as_of=now.date(),
        by=curator,
        now=now,
    )
    file = imports.choose_columns(file=file, mapping=file.mapping, by=curator, now=now)

    def confirm():
        try:
            return imports.confirm(file=file, digest=file.digest, by=curator, now=now).state
        except VendorError as error:
            return str(error)

    assert sorted(at_once(confirm, confirm)) == [
        "imported",
        "list.csv is past this by Cura Tor: imported.",
    ]
    assert Vendor.objects.count() == 251

    ImportFile.objects.filter(pk=file.pk).update(done=0)
    with imports._Progress(file) as progress:
        progress(imports.TELL_EVERY)
    file.refresh_from_db()
    assert file.done == imports.TELL_EVERY
