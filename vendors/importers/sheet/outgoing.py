"""What the wizard hands out: the template, and the rows that could not be used."""

from collections.abc import Iterator

from vendors.choices import CertificateScheme, DosageForm, Grade, Modality, Phase
from vendors.importers.sheet.fields import FIELDS, HEADINGS
from vendors.importers.sheet.table import ERRORS
from vendors.models import Capability

PARTS = {
    "vendor": "Vendor",
    "site": "Site",
    "line": "What the site offers",
    "certificate": "Certificate of the site",
    "contact": "Person at the vendor",
}
CODED = {
    "Phases": Phase,
    "Modalities": Modality,
    "Dosage forms": DosageForm,
    "GxP": Grade,
    "Certificate": CertificateScheme,
}


def template() -> list[list]:
    """Return the headings alone: an example would be imported."""
    return [HEADINGS]


def guide() -> Iterator[list]:
    """Yield what each column means, then the codes and the leaves of the taxonomy."""
    yield ["Column", "Says something of", "How it is written"]
    for field in FIELDS:
        yield [field.heading, PARTS[field.part], field.help]
    for heading, choices in CODED.items():
        for code, words in choices.choices:
            yield [heading, code, words]
    for leaf in Capability.objects.current():
        yield ["Capability", leaf.code, leaf.label]


def failing(file) -> Iterator[list]:
    """Yield the header and the rows left out, each with what is wrong at its end."""
    places = [place for place, heading in enumerate(file.header) if heading != ERRORS]
    yield [*(file.header[place] for place in places), ERRORS]
    for row in file.outcomes.filter(fate="skipped").iterator():
        wrong = "; ".join(f"{field}: {reason}" for field, reason in row.problems)
        yield [*(row.cells[place] for place in places), f"Row {row.number}: {wrong}"]
