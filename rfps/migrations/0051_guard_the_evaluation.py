import importlib

from django.db import migrations

from audit import rls

seal = importlib.import_module("rfps.migrations.0005_seal_the_bids")
kept = importlib.import_module("rfps.migrations.0040_keep_bids_as_they_were_at_the_deadline")

OF_THE_SPONSOR_ALONE = (
    "rfps_evaluation",
    "rfps_evaluator",
    "rfps_score",
    "rfps_moderation",
    "rfps_technicalresult",
)

# Requests opened before there was an evaluation were opened in one step, and stay open.
OPENED_BEFORE = """
SELECT set_config('phaseline.system', 'on', true);
INSERT INTO rfps_evaluation (
    organisation_id, rfp_id, state, aggregation, scale, is_two_step, frozen, frozen_at,
    scoring_closed_reason
)
SELECT r.organisation_id, r.id, 'commercial_open', 'mean', 5, false,
    jsonb_build_object('version', v.number, 'sha256', v.sha256,
                       'criteria', coalesce(v.content -> 'criteria', '[]'::jsonb)),
    o.opened_at, ''
FROM rfps_rfp r
JOIN rfps_opening o ON o.rfp_id = r.id AND o.envelope = 'commercial'
JOIN LATERAL (
    SELECT * FROM rfps_rfpversion WHERE rfp_id = r.id ORDER BY number DESC LIMIT 1
) v ON true;
SELECT set_config('phaseline.system', '', true);
"""

# The commercial envelope waits for the technical scores, where the request is in two steps.
COMMERCIAL_IS_DUE = """EXISTS (
    SELECT 1 FROM rfps_evaluation e WHERE e.rfp_id = rfps_opening.rfp_id
    AND e.frozen_at IS NOT NULL
    AND (NOT e.is_two_step OR e.state IN ('technical_closed', 'commercial_open', 'closed'))
)"""
OPENING_READ = f"{rls.OWN} OR {rls.by_rfp()}"
OPENING_WRITE = (
    f"({rls.ORGANISATION}) AND {seal.PAST_DEADLINE}"
    f" AND (envelope = 'technical' OR {COMMERCIAL_IS_DUE})"
)

# In two steps the prices of a bid are readable once it has enough technical points, or never.
NOT_HELD_BACK = """(envelope = 'technical'
    OR EXISTS (SELECT 1 FROM rfps_evaluation e
        WHERE e.rfp_id = {table}.rfp_id AND e.frozen_at IS NOT NULL AND NOT e.is_two_step)
    OR EXISTS (SELECT 1 FROM rfps_technicalresult t WHERE t.bid_id = {bid} AND t.is_qualified))"""
BID_OF_PART = "(SELECT v.bid_id FROM rfps_bidversion v WHERE v.id = rfps_bidpart.version_id)"
BIDPART_READ = (
    f"{rls.by_invitation()} OR ({seal.opened('rfps_bidpart', by_envelope=True)}"
    " AND EXISTS (SELECT 1 FROM rfps_bidversion v WHERE v.id = rfps_bidpart.version_id)"
    f" AND {NOT_HELD_BACK.format(table='rfps_bidpart', bid=BID_OF_PART)})"
)
BIDFILE_READ = (
    f"({kept.BIDFILE_READ}) AND ({rls.by_invitation()}"
    f" OR {NOT_HELD_BACK.format(table='rfps_bidfile', bid='rfps_bidfile.bid_id')})"
)

GUARDS = """
CREATE FUNCTION rfps_guard_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.frozen_at IS NOT NULL THEN
            RAISE EXCEPTION 'an evaluation is frozen since its opening';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.frozen_at IS NOT NULL
        AND (OLD.rfp_id, OLD.aggregation, OLD.scale, OLD.is_two_step, OLD.minimum, OLD.frozen,
             OLD.frozen_at) IS DISTINCT FROM
            (NEW.rfp_id, NEW.aggregation, NEW.scale, NEW.is_two_step, NEW.minimum, NEW.frozen,
             NEW.frozen_at)
    THEN
        RAISE EXCEPTION 'the rules of an evaluation are frozen since its opening';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('planned', 'scoring'), ('planned', 'commercial_open'),
        ('scoring', 'moderation'), ('moderation', 'technical_closed'),
        ('technical_closed', 'commercial_open'), ('technical_closed', 'closed'),
        ('commercial_open', 'closed')
    ) THEN
        RAISE EXCEPTION 'an evaluation cannot go from % to %', OLD.state, NEW.state;
    END IF;
    IF OLD.state = 'planned' AND NEW.state = 'commercial_open' AND NEW.is_two_step THEN
        RAISE EXCEPTION 'an evaluation in two steps begins with technical scores';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rfps_evaluation_guard BEFORE UPDATE OR DELETE ON rfps_evaluation
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_evaluation();

-- Argument: the state of the evaluation in which the table is written. FOR SHARE makes a writer
-- wait for whoever moves the state, and see it moved.
CREATE FUNCTION rfps_guard_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_of record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    rules rfps_evaluation;
BEGIN
    SELECT * INTO rules FROM rfps_evaluation WHERE rfp_id = row_of.rfp_id FOR SHARE;
    IF rules.state IS DISTINCT FROM TG_ARGV[0] THEN
        RAISE EXCEPTION 'rows of % are written during % only', TG_TABLE_NAME, TG_ARGV[0];
    END IF;
    IF TG_OP = 'DELETE' OR TG_TABLE_NAME = 'rfps_technicalresult' THEN
        RETURN row_of;
    END IF;
    IF row_of.points > rules.scale THEN
        RAISE EXCEPTION 'a score of % is outside the scale of 0 to %', row_of.points, rules.scale;
    END IF;
    IF NOT rules.frozen -> 'criteria' @>
        jsonb_build_array(jsonb_build_object('key', row_of.criterion_key::text))
    THEN
        RAISE EXCEPTION 'a score is for a criterion that was frozen';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM rfps_bid b WHERE b.id = row_of.bid_id AND b.rfp_id = row_of.rfp_id)
    THEN
        RAISE EXCEPTION 'a score is for a bid of its request';
    END IF;
    RETURN row_of;
END $$;
CREATE TRIGGER rfps_score_guard BEFORE INSERT OR UPDATE OR DELETE ON rfps_score
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_scores('scoring');
CREATE TRIGGER rfps_moderation_guard BEFORE INSERT OR UPDATE OR DELETE ON rfps_moderation
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_scores('moderation');
CREATE TRIGGER rfps_technicalresult_guard BEFORE INSERT ON rfps_technicalresult
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_scores('moderation');
CREATE TRIGGER rfps_technicalresult_for_ever BEFORE UPDATE OR DELETE ON rfps_technicalresult
    FOR EACH ROW EXECUTE FUNCTION rfps_refuse_change();

CREATE FUNCTION rfps_guard_evaluator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM rfps_evaluator e WHERE e.id = NEW.evaluator_id AND e.rfp_id = NEW.rfp_id
               AND e.has_conflict IS FALSE AND e.submitted_at IS NULL FOR SHARE)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'scores are written by who has declared no conflict and not submitted';
END $$;
CREATE TRIGGER rfps_score_guard_evaluator BEFORE INSERT OR UPDATE ON rfps_score
    FOR EACH ROW EXECUTE FUNCTION rfps_guard_evaluator();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0050_add_evaluation"),
    ]

    operations = [
        *(rls.protect(table) for table in OF_THE_SPONSOR_ALONE),
        migrations.RunSQL(OPENED_BEFORE, migrations.RunSQL.noop),
        rls.replace("rfps_opening", read=OPENING_READ, write=OPENING_WRITE),
        rls.replace("rfps_bidpart", read=BIDPART_READ, write=seal.BIDPART_WRITE),
        rls.replace("rfps_bidfile", read=BIDFILE_READ, write=seal.BIDFILE_WRITE),
        migrations.RunSQL(
            GUARDS,
            "DROP FUNCTION rfps_guard_evaluation() CASCADE;"
            "DROP FUNCTION rfps_guard_scores() CASCADE;"
            "DROP FUNCTION rfps_guard_evaluator() CASCADE",
        ),
    ]
