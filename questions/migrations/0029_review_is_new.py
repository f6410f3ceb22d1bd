"""A page is due later only when it was reviewed since, or corrected: nobody pushes its day away."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION guard_page_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewed_on IS NULL OR NEW.reviewed_on < OLD.reviewed_on
            OR NEW.review_due_on IS NULL OR NEW.review_due_on <= NEW.reviewed_on{newer} THEN
        RAISE EXCEPTION 'a page is due again only after a review' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_page_review() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NEWER = """
            OR NEW.review_due_on > OLD.review_due_on
                AND NEW.reviewed_on = OLD.reviewed_on AND NEW.draft_version = OLD.draft_version"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0028_signed_off_guard")]

    operations = [migrations.RunSQL(GUARD.format(newer=NEWER), GUARD.format(newer=""))]
