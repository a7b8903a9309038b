"""The whole file of a request as one document: what was asked, said, scored, decided and signed."""

from programs.selection.document import Document
from rfps import zones
from rfps.dossier import asking, deciding, evaluating
from rfps.services import field


def build(rfp, user) -> Document:
    """
    Return the file of a request whose prices are open.

    :raises RFPError: before that
    """
    current = field.read(rfp=rfp, user=user)
    return Document(
        title=f"{rfp.number}: {rfp.title}",
        subtitle=f"The file of the request, from its issue to its award. Confidential to {rfp.organisation}.",
        front="Request",
        facts=[
            ("Kind", rfp.get_kind_display()),
            ("State", rfp.get_state_display()),
            ("Program", str(rfp.program)),
            ("Written by", str(rfp.created_by or "")),
            ("Issued", zones.exactly(rfp.issued_at, rfp.time_zone)),
            ("Deadline", zones.exactly(rfp.deadline_at, rfp.time_zone)),
            ("Version", str(current.version.number)),
            ("SHA-256 of the version", current.version.sha256),
        ],
        sections=[
            section
            for part in (
                asking.sections(rfp, user),
                evaluating.sections(rfp, current),
                deciding.sections(rfp, user, current),
            )
            for section in part
            if section.sentences or any(table.rows for table in section.tables)
        ],
    )
