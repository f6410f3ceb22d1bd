"""The auditor's permission; and what triggers ask about a person: whether they hold a permission."""

from django.db import migrations

# As User.has_perm(): administrators hold all of them, others through their groups.
HOLDS = """
CREATE FUNCTION holds_permission(person bigint, app text, code text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM accounts_user WHERE id = person AND is_active AND is_superuser)
        OR EXISTS (
            SELECT 1 FROM accounts_user u
                JOIN accounts_user_groups m ON m.user_id = u.id
                JOIN auth_group_permissions g ON g.group_id = m.group_id
                JOIN auth_permission p ON p.id = g.permission_id
                JOIN django_content_type t ON t.id = p.content_type_id
            WHERE u.id = person AND u.is_active AND t.app_label = app AND p.codename = code
        ) OR EXISTS (
            SELECT 1 FROM accounts_user u
                JOIN accounts_user_user_permissions m ON m.user_id = u.id
                JOIN auth_permission p ON p.id = m.permission_id
                JOIN django_content_type t ON t.id = p.content_type_id
            WHERE u.id = person AND u.is_active AND t.app_label = app AND p.codename = code
        );
END $$;
"""

PIN = """
DO $$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION holds_permission(bigint, text, text) SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_mail_numbers")]

    operations = [
        migrations.AlterModelOptions(
            name="auditevent",
            options={
                "ordering": ["-pk"],
                "permissions": [("view_trail", "Can read the trail, the log of looks and what was decided")],
            },
        ),
        migrations.RunSQL(HOLDS, "DROP FUNCTION holds_permission(bigint, text, text)"),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
    ]
