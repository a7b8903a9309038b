from django.db import migrations

from audit import rls

OF_RFP = f"{rls.OWN} OR {rls.by_rfp()}"
OF_INVITATION = f"{rls.OWN} OR {rls.by_invitation()}"
THE_INVITATION = "nullif(current_setting('phaseline.invitation', true), '')::uuid"

# The full package is for vendors whose CDA stands, where the RFP asks for one.
PAST_CDA = f"""(
    EXISTS (SELECT 1 FROM rfps_rfp r WHERE r.id = {{rfp}} AND NOT r.needs_cda)
    OR EXISTS (SELECT 1 FROM rfps_invitation i WHERE i.id = {THE_INVITATION} AND i.cda_at IS NOT NULL)
)"""
VERSION_READ = f"{rls.OWN} OR ({rls.by_rfp()} AND {PAST_CDA.format(rfp='rfp_id')})"
FILE_READ = f"""{rls.OWN} OR EXISTS (
    SELECT 1 FROM rfps_document d WHERE d.id = document_id AND {rls.by_rfp('d.rfp_id')}
    AND (d.stage = 'synopsis' OR {PAST_CDA.format(rfp='d.rfp_id')})
)"""

# The seal. The system is no exception, and clock_timestamp() is the database's own clock.
IN_TIME = """EXISTS (
    SELECT 1 FROM rfps_rfp r
    WHERE r.id = rfp_id AND r.state = 'issued' AND clock_timestamp() < r.deadline_at
)"""
PAST_DEADLINE = """EXISTS (
    SELECT 1 FROM rfps_rfp r WHERE r.id = rfp_id AND clock_timestamp() >= r.deadline_at
)"""
OPENED = "EXISTS (SELECT 1 FROM rfps_opening o WHERE o.rfp_id = {rfp}{envelope})"
OF_THE_ENVELOPE = " AND o.envelope = {table}.envelope"


def opened(table: str, *, by_envelope: bool = False) -> str:
    envelope = OF_THE_ENVELOPE.format(table=table) if by_envelope else ""
    return f"({rls.ORGANISATION} AND {OPENED.format(rfp=f'{table}.rfp_id', envelope=envelope)})"


BID_READ = f"{rls.by_invitation()} OR {opened('rfps_bid')}"
BID_WRITE = BID_READ
# Replaced and withdrawn versions stay with the vendor.
VERSION_IN_FORCE = """EXISTS (
    SELECT 1 FROM rfps_bid b WHERE b.current_id = {version} AND b.withdrawn_at IS NULL
)"""
BIDVERSION_READ = (
    f"{rls.by_invitation()} OR ({opened('rfps_bidversion')}"
    f" AND (entered_by_id IS NOT NULL OR {VERSION_IN_FORCE.format(version='rfps_bidversion.id')}))"
)
BIDVERSION_WRITE = (
    f"({rls.by_invitation()} AND {IN_TIME})"
    f" OR ({opened('rfps_bidversion')} AND entered_by_id IS NOT NULL)"
)
BIDPART_READ = (
    f"{rls.by_invitation()} OR ({opened('rfps_bidpart', by_envelope=True)}"
    " AND EXISTS (SELECT 1 FROM rfps_bidversion v WHERE v.id = version_id))"
)
BIDPART_WRITE = (
    f"({rls.by_invitation()} AND {IN_TIME}) OR ({opened('rfps_bidpart')}"
    " AND EXISTS (SELECT 1 FROM rfps_bidversion v"
    " WHERE v.id = version_id AND v.entered_by_id IS NOT NULL))"
)
BIDFILE_READ = (
    f"{rls.by_invitation()} OR ({opened('rfps_bidfile', by_envelope=True)}"
    " AND submitted_at IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM rfps_bid b WHERE b.id = bid_id AND b.withdrawn_at IS NULL))"
)
BIDFILE_WRITE = f"{rls.by_invitation()} OR {opened('rfps_bidfile')}"

FOR_EVER = """
CREATE FUNCTION rfps_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are for ever', TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER rfps_opening_for_ever BEFORE UPDATE OR DELETE ON rfps_opening
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_bidversion_for_ever BEFORE UPDATE OR DELETE ON rfps_bidversion
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_bidpart_for_ever BEFORE UPDATE OR DELETE ON rfps_bidpart
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_bidfile_content_for_ever
    BEFORE UPDATE OF content, sha256, size, name, bid_id, envelope ON rfps_bidfile
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_bidfile_for_ever BEFORE DELETE ON rfps_bidfile
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION rfps_refuse_change();
"""

OF_THE_SPONSOR_ALONE = (
    "rfps_briefitem",
    "rfps_section",
    "rfps_question",
    "rfps_gridline",
    "rfps_criterion",
    "rfps_template",
    "rfps_libraryquestion",
    "rfps_sourcingpolicy",
    "rfps_opener",
    "rfps_paperbid",
)


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0004_add_writing_documents_and_sealed_bids"),
    ]

    operations = [
        *(rls.protect(table) for table in OF_THE_SPONSOR_ALONE),
        # Vendors read versions alone: the working copy may hold an addendum not yet issued.
        *(rls.replace(table) for table in ("rfps_lot", "rfps_scopeline")),
        rls.replace("rfps_rfpversion", read=VERSION_READ, write=rls.OWN),
        rls.protect("rfps_document", read=OF_RFP, write=rls.OWN),
        rls.protect("rfps_documentversion", read=FILE_READ, write=rls.OWN),
        rls.protect("rfps_signedcda", read=OF_INVITATION),
        rls.protect("rfps_disclosure", read=OF_INVITATION),
        rls.protect("rfps_answer", read=OF_RFP, write=rls.OWN),
        rls.protect("rfps_enquiry", read=OF_INVITATION),
        rls.protect(
            "rfps_accesscode",
            read=f"{rls.SYSTEM} OR recipient_id IN (SELECT id FROM rfps_recipient"
            f" WHERE {rls.by_invitation()})",
        ),
        rls.protect(
            "rfps_opening", read=OF_RFP, write=f"({rls.ORGANISATION}) AND {PAST_DEADLINE}"
        ),
        rls.protect("rfps_bid", read=BID_READ, write=BID_WRITE),
        rls.protect("rfps_biddraft", read=rls.by_invitation()),
        rls.protect("rfps_bidversion", read=BIDVERSION_READ, write=BIDVERSION_WRITE),
        rls.protect("rfps_bidpart", read=BIDPART_READ, write=BIDPART_WRITE),
        rls.protect("rfps_bidfile", read=BIDFILE_READ, write=BIDFILE_WRITE),
        migrations.RunSQL(FOR_EVER, "DROP FUNCTION rfps_refuse_change() CASCADE"),
    ]
