"""Payments, and the lines of the ledger they write; guards of both."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The same table as questions.models.payment.PAYMENT_MOVES. What was agreed on stays as it was.
MOVES = """
CREATE TRIGGER payment_moves BEFORE INSERT OR UPDATE OF status ON questions_payment
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["waiting"]', '{
        "waiting": ["input", "preauth", "confirmed", "rejected", "error", "cancelled"],
        "input": ["preauth", "confirmed", "rejected", "error", "cancelled"],
        "preauth": ["confirmed", "rejected", "error", "cancelled", "refunded"],
        "rejected": ["confirmed"],
        "error": ["confirmed", "rejected"],
        "confirmed": ["refunded"]
    }');
CREATE TRIGGER payment_terms BEFORE UPDATE ON questions_payment
    FOR EACH ROW WHEN ((OLD.patient_id, OLD.credits, OLD.total, OLD.currency, OLD.variant, OLD.token)
        IS DISTINCT FROM (NEW.patient_id, NEW.credits, NEW.total, NEW.currency, NEW.variant, NEW.token))
    EXECUTE FUNCTION guard_append_only();
"""

# A line of the ledger says what its payment says.
LEDGER = """
CREATE FUNCTION guard_credit_of_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bought questions_payment;
BEGIN
    SELECT * INTO bought FROM questions_payment WHERE id = NEW.payment_id;
    IF bought.patient_id <> NEW.patient_id
            OR (NEW.kind, NEW.amount, bought.status) NOT IN (
                ('bought', bought.credits, 'confirmed'), ('refunded', -bought.credits, 'refunded')) THEN
        RAISE EXCEPTION 'payment % says otherwise', NEW.payment_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credit_of_payment BEFORE INSERT ON questions_credit
    FOR EACH ROW WHEN (NEW.payment_id IS NOT NULL) EXECUTE FUNCTION guard_credit_of_payment();
"""

# A temporary table must not stand in for a real one (see answers/0004).
REAL_TABLES = """
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_credit_of_payment() SET search_path = %I, pg_temp', current_schema());
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0009_patients_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("variant", models.CharField(max_length=255)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for confirmation"),
                            ("preauth", "Pre-authorized"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                            ("refunded", "Refunded"),
                            ("error", "Error"),
                            ("input", "Input"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "fraud_status",
                    models.CharField(
                        choices=[
                            ("unknown", "Unknown"),
                            ("accept", "Passed"),
                            ("reject", "Rejected"),
                            ("review", "Review"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="fraud check",
                    ),
                ),
                ("fraud_message", models.TextField(blank=True, default="")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("modified", models.DateTimeField(auto_now=True)),
                ("transaction_id", models.CharField(blank=True, max_length=255)),
                ("currency", models.CharField(max_length=10)),
                ("total", models.DecimalField(decimal_places=2, default="0.0", max_digits=9)),
                ("delivery", models.DecimalField(decimal_places=2, default="0.0", max_digits=9)),
                ("tax", models.DecimalField(decimal_places=2, default="0.0", max_digits=9)),
                ("description", models.TextField(blank=True, default="")),
                ("extra_data", models.TextField(blank=True, default="")),
                ("message", models.TextField(blank=True, default="")),
                ("token", models.CharField(blank=True, default="", max_length=36)),
                ("captured_amount", models.DecimalField(decimal_places=2, default="0.0", max_digits=9)),
                (
                    "credits",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="how many queries",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="credit",
            name="credit_amount_fits_kind",
        ),
        migrations.AlterField(
            model_name="credit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("granted", "Granted by staff"),
                    ("bought", "Bought"),
                    ("refunded", "Paid back"),
                    ("spent", "Spent on a query"),
                    ("given_back", "Given back"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="patient",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="payment",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="credits_written",
                to="questions.payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", -1), ("kind", "spent")),
                    models.Q(("amount", 1), ("kind", "given_back")),
                    models.Q(("amount__gt", 0), ("kind__in", ["granted", "bought"])),
                    models.Q(("amount__lt", 0), ("kind", "refunded")),
                    _connector="OR",
                ),
                name="credit_amount_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["bought", "refunded"]), ("payment__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ["bought", "refunded"]), _negated=True), ("payment", None)
                    ),
                    _connector="OR",
                ),
                name="credit_bought_has_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(fields=("payment", "kind"), name="credit_once_per_payment"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["patient", "-created"], name="payment_by_patient"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("token",), name="payment_token_unique"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("token", ""), _negated=True), name="payment_has_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("credits__gte", 1), ("credits__lte", 10), ("total__gt", 0)),
                name="payment_buys_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "refunded"),
                    models.Q(("confirmed_at__isnull", False), ("status", "confirmed")),
                    models.Q(models.Q(("status", "confirmed"), _negated=True), ("confirmed_at", None)),
                    _connector="OR",
                ),
                name="payment_confirmed_has_confirmed_at",
            ),
        ),
        migrations.RunSQL(
            MOVES,
            "DROP TRIGGER payment_terms ON questions_payment; DROP TRIGGER payment_moves ON questions_payment;",
        ),
        migrations.RunSQL(
            LEDGER,
            "DROP TRIGGER credit_of_payment ON questions_credit; DROP FUNCTION guard_credit_of_payment();",
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
