from django.db import migrations

from audit import rls

OF_INVITATION = f"{rls.OWN} OR {rls.by_invitation()}"

# Files come with the answer, not after it.
WITH_THE_ANSWER = f"""{rls.by_invitation()} AND EXISTS (
    SELECT 1 FROM rfps_clarification c WHERE c.id = clarification_id AND c.state = 'asked'
)"""

# Once prices can be read, no rate moves; a missing one may come, for a day not after the opening.
FROZEN_RATES = """
CREATE FUNCTION rfps_keep_rate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened timestamptz;
BEGIN
    SELECT o.opened_at INTO opened FROM rfps_opening o
    WHERE o.rfp_id = coalesce(NEW.rfp_id, OLD.rfp_id) AND o.envelope = 'commercial';
    IF opened IS NOT NULL AND (TG_OP <> 'INSERT' OR NEW.as_of > opened::date) THEN
        RAISE EXCEPTION 'exchange rates are frozen at the opening' USING ERRCODE = 'raise_exception';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER rfps_rate_frozen BEFORE INSERT OR UPDATE OR DELETE ON rfps_exchangerate
    FOR EACH ROW EXECUTE FUNCTION rfps_keep_rate();
"""
FOR_EVER = """
CREATE TRIGGER rfps_clarification_question_for_ever
    BEFORE UPDATE OF rfp_id, invitation_id, round, text, due_at, asked_at, asked_by_id
    ON rfps_clarification FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_clarification_answer_for_ever BEFORE UPDATE ON rfps_clarification
    FOR EACH ROW WHEN (OLD.state <> 'asked') EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_clarification_for_ever BEFORE DELETE ON rfps_clarification
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_clarificationfile_for_ever BEFORE UPDATE OR DELETE ON rfps_clarificationfile
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0060_add_pricing_and_clarifications"),
    ]

    operations = [
        # The working copy: vendors read the rule and the anchors in the version that was issued.
        *(
            rls.protect(table)
            for table in ("rfps_pricerule", "rfps_priceanchors", "rfps_exchangerate")
        ),
        rls.protect("rfps_clarification", read=OF_INVITATION),
        rls.protect("rfps_clarificationfile", read=OF_INVITATION, write=WITH_THE_ANSWER),
        migrations.RunSQL(FROZEN_RATES, "DROP FUNCTION rfps_keep_rate() CASCADE"),
        migrations.RunSQL(
            FOR_EVER,
            [
                "DROP TRIGGER rfps_clarification_question_for_ever ON rfps_clarification",
                "DROP TRIGGER rfps_clarification_answer_for_ever ON rfps_clarification",
                "DROP TRIGGER rfps_clarification_for_ever ON rfps_clarification",
                "DROP TRIGGER rfps_clarificationfile_for_ever ON rfps_clarificationfile",
            ],
        ),
    ]
