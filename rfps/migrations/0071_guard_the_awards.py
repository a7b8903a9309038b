from django.db import migrations

from audit import rls

OF_THE_SPONSOR_ALONE = ("rfps_bidwaiver", "rfps_recommendation", "rfps_signature")
# A vendor reads its own award, and its own debrief once that is sent.
DEBRIEF_READ = f"{rls.OWN} OR ({rls.by_invitation()} AND sent_at IS NOT NULL)"

GUARDS = """
CREATE TRIGGER rfps_signature_for_ever BEFORE UPDATE OR DELETE ON rfps_signature
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_recommendation_record_for_ever
    BEFORE UPDATE OF rfp_id, record, sha256, recommended_by_id, recommended_at
    ON rfps_recommendation FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_recommendation_for_ever BEFORE DELETE ON rfps_recommendation
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_award_for_ever
    BEFORE UPDATE OF rfp_id, lot_id, bid_id, invitation_id, recommendation_id, awarded_at
    ON rfps_award FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_award_revoked_for_ever BEFORE UPDATE ON rfps_award
    FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_award_kept BEFORE DELETE ON rfps_award
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();
CREATE TRIGGER rfps_debrief_sent_for_ever BEFORE UPDATE OR DELETE ON rfps_debrief
    FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION rfps_refuse_change();

CREATE FUNCTION rfps_guard_award() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM rfps_signature s
        JOIN rfps_recommendation r ON r.id = s.recommendation_id
        WHERE r.id = NEW.recommendation_id AND r.rfp_id = NEW.rfp_id AND r.sha256 = s.sha256
    ) THEN
        RAISE EXCEPTION 'an award follows a signed recommendation of its request';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM rfps_bid b JOIN rfps_lot l ON l.rfp_id = b.rfp_id
        WHERE b.id = NEW.bid_id AND l.id = NEW.lot_id AND b.rfp_id = NEW.rfp_id
            AND b.invitation_id = NEW.invitation_id AND b.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an award is for a bid in force and a lot of its request';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rfps_award_guard BEFORE INSERT ON rfps_award
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_award();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0070_add_awards"),
    ]

    operations = [
        *(rls.protect(table) for table in OF_THE_SPONSOR_ALONE),
        rls.protect("rfps_award", read=f"{rls.OWN} OR {rls.by_invitation()}", write=rls.OWN),
        rls.protect("rfps_debrief", read=DEBRIEF_READ, write=rls.OWN),
        migrations.RunSQL(GUARDS, "DROP FUNCTION rfps_guard_award() CASCADE"),
    ]
