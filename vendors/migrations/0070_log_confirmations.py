"""Log confirmations too: matching keeps them in memory, and follows the log."""

from django.db import migrations

LOG = """
CREATE FUNCTION vendors_groupconfirmation_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO vendors_change (vendor_id, transaction, at)
        SELECT DISTINCT vendor_id, pg_current_xact_id()::text::bigint, now() FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO vendors_change (vendor_id, transaction, at)
        SELECT DISTINCT vendor_id, pg_current_xact_id()::text::bigint, now() FROM old_rows;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO vendors_change (vendor_id, transaction, at)
        SELECT DISTINCT vendor_id, pg_current_xact_id()::text::bigint, now() FROM (
            (SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows)
            UNION ALL (SELECT * FROM old_rows EXCEPT SELECT * FROM new_rows)) AS found;
    ELSE
        INSERT INTO vendors_change (vendor_id, transaction, at)
        VALUES (NULL, pg_current_xact_id()::text::bigint, now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER vendors_groupconfirmation_log_insert AFTER INSERT ON vendors_groupconfirmation
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION vendors_groupconfirmation_log_change();
CREATE TRIGGER vendors_groupconfirmation_log_delete AFTER DELETE ON vendors_groupconfirmation
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION vendors_groupconfirmation_log_change();
CREATE TRIGGER vendors_groupconfirmation_log_update AFTER UPDATE ON vendors_groupconfirmation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION vendors_groupconfirmation_log_change();
CREATE TRIGGER vendors_groupconfirmation_log_truncate AFTER TRUNCATE ON vendors_groupconfirmation
    FOR EACH STATEMENT EXECUTE FUNCTION vendors_groupconfirmation_log_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0061_keep_history"),
    ]

    operations = [
        migrations.RunSQL(LOG, "DROP FUNCTION vendors_groupconfirmation_log_change() CASCADE"),
    ]
