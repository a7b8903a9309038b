"""The pages of the wizard: for curators alone, without JavaScript, and never a 500."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.workbooks import bomb, made
from vendors import imports
from vendors.models import ImportFile, Vendor

pytestmark = pytest.mark.django_db
LIST = reverse("import-list")
CSV = b"Company,Kind,Note\nAsh,CDMO,x\n=Birch,CMO,\n"


@pytest.fixture
def vera(client_of, curator):
    return client_of(curator)


@pytest.fixture
def send(vera):
    def send(content=CSV, name="list.csv", **more):
        file = SimpleUploadedFile(name, content)
        return vera.post(LIST, {"file": file, "as_of": "2026-11-20", "source": ""} | more)

    return send


@pytest.fixture
def compared(send, vera) -> ImportFile:
    send()
    file = ImportFile.objects.get()
    vera.post(
        reverse("import-columns", args=[file.pk]),
        {"column-0": "vendor.name", "column-1": "vendor.kind", "column-2": ""},
    )
    file.refresh_from_db()
    return file


def test_from_upload_to_import_by_forms_alone(compared, vera):
    preview = vera.get(compared.get_absolute_url()).content.decode()
    assert "<b>Kind</b>: CDMO" in preview
    assert "Import without the 1 left out" in preview

    answer = vera.post(
        reverse("import-confirm", args=[compared.pk]), {"digest": compared.digest}, follow=True
    ).content.decode()

    assert "wait for review" in answer
    assert Vendor.objects.get().name == "Ash"
    again = vera.post(
        reverse("import-confirm", args=[compared.pk]), {"digest": compared.digest}, follow=True
    )
    assert "list.csv is past this by Cura Tor: imported." in again.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.csv", b"", "list.csv is empty."),
        ("photo.xlsx", b"\x89PNG\r\n", "photo.xlsx is no Excel workbook, whatever its name says."),
        ("list.xlsx", bomb(), "list.xlsx unpacks to far more than a table"),
        ("list.csv", b"A,a\n1,2\n", "list.csv has the column “A” twice (A and B): rename one."),
        ("list.csv", "Vendor\nÅsa\n".encode("latin-1"), "list.csv is not UTF-8 text (row 2)"),
    ],
)
def test_a_bad_file_is_refused_in_the_form(send, name, content, message):
    answer = send(content, name)

    assert message in answer.content.decode()
    assert answer.status_code == 422
    assert not ImportFile.objects.exists()


def test_a_wrong_choice_of_columns_is_said_beside_it(send, vera):
    send()
    address = reverse("import-columns", args=[ImportFile.objects.get().pk])

    twice = vera.post(address, {"column-0": "vendor.name", "column-1": "vendor.name"})
    unknown = vera.post(address, {"column-0": "vendor.state"})

    assert (twice.status_code, unknown.status_code) == (422, 422)
    assert "Two columns mean “Vendor”" in twice.content.decode()
    assert "Select a valid choice" in unknown.content.decode()


def test_the_rows_left_out_come_back_with_what_is_wrong_and_no_formula(compared, vera):
    as_csv = vera.get(reverse("import-failing", args=[compared.pk, "csv"]))
    as_xlsx = vera.get(reverse("import-failing", args=[compared.pk, "xlsx"]))

    expected = [
        ["Company", "Kind", "Note", "Error"],
        [
            "'=Birch",
            "CMO",
            "",
            "Row 3: Vendor: '=Birch' looks like a spreadsheet formula; "
            "Kind: “CMO” is none of CDMO, CRO, BOTH",
        ],
    ]
    assert list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")))) == expected
    sheet = load_workbook(io.BytesIO(as_xlsx.content)).active
    assert [[c or "" for c in row] for row in sheet.iter_rows(values_only=True)] == expected
    assert vera.get(reverse("import-failing", args=[compared.pk, "pdf"])).status_code == 404


def test_the_template_is_read_back_once_it_is_filled_in(send, vera, taxonomy):
    content = vera.get(reverse("import-template", args=["xlsx"])).content
    sheets = load_workbook(io.BytesIO(content))
    headings = [cell.value for cell in sheets["Vendors"][1]]
    row = ["Ash" if h == "Vendor" else "CDMO" if h == "Kind" else None for h in headings]

    send(made(headings, row), "filled.xlsx")

    file = ImportFile.objects.get()
    assert (file.name, len(file.mapping)) == ("filled.xlsx", len(headings))
    assert "M4.06" in [row[1] for row in sheets["Help"].iter_rows(values_only=True)]


def test_the_preview_is_paged_and_narrowed_in_few_queries(
    send, vera, django_assert_max_num_queries
):
    rows = "".join(f"Vendor {n},{'CRO' if n % 2 else 'x'}\n" for n in range(200))
    send(b"Company,Kind\n" + rows.encode())
    file = ImportFile.objects.get()
    vera.post(
        reverse("import-columns", args=[file.pk]),
        {"column-0": "vendor.name", "column-1": "vendor.kind"},
    )

    with django_assert_max_num_queries(15):
        page = vera.get(file.get_absolute_url(), {"fate": "skipped", "page": "2"})

    assert [row.number for row in page.context["page"]][:2] == [102, 104]
    assert vera.get(file.get_absolute_url(), {"fate": "nonsense"}).status_code == 200
    assert vera.get(file.get_absolute_url() + "?columns").context["form"].header == [
        "Company",
        "Kind",
    ]


def test_a_long_file_says_how_far_it_is_and_the_page_is_replaced_when_it_is_done(
    send, vera, now, monkeypatch
):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    send()
    file = ImportFile.objects.get()
    vera.post(reverse("import-columns", args=[file.pk]), {"column-0": "vendor.name"})

    waiting = vera.get(file.get_absolute_url())
    assert "0 of 2 rows" in waiting.content.decode()
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert "Look again" in waiting.content.decode()

    polled = vera.get(file.get_absolute_url(), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    imports.run_waiting(now=now)
    polled = vera.get(file.get_absolute_url(), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"


def test_a_discarded_file_shows_the_way_on(compared, vera):
    vera.post(reverse("import-discard", args=[compared.pk]))

    assert "Upload another" in vera.get(compared.get_absolute_url()).content.decode()
    again = vera.post(reverse("import-discard", args=[compared.pk]), follow=True)
    assert "is past this" in again.content.decode()


def test_the_list_has_a_flat_number_of_queries(send, vera, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        send()
        with django_assert_max_num_queries(15) as captured:
            vera.get(LIST)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_nobody_but_a_curator_finds_the_wizard(compared, client, client_of, org_admin):
    names = ("import-detail", "import-columns", "import-confirm", "import-discard")
    addresses = [LIST, *(reverse(name, args=[compared.pk]) for name in names)]
    addresses += [
        reverse("import-template", args=["csv"]),
        reverse("import-failing", args=[compared.pk, "csv"]),
    ]
    for address in addresses:
        method = "post" if address.endswith(("columns/", "confirm/", "discard/")) else "get"
        assert getattr(client_of(org_admin), method)(address).status_code == 404, address
        assert "/accounts/login/" in getattr(client, method)(address)["Location"], address
