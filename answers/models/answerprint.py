"""What near-copies of an answer are found by: numbers made from its words, without the words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models

from answers import ownwords
from answers.models.version import AnswerVersion

# A run of words that more answers share than this says nothing about copying; the look-up reads no further.
MOST_OF_A_RUN = 40
MOST_ASKED = 96  # runs looked up of one text
MOST_FOUND = 8  # answers looked at closely
# Their doctor's own versions, and those of others that a moderator released; never another version of the same answer.
NEAREST = """
WITH met AS (
    SELECT known.version_id, count(*) AS shared
    FROM unnest(%(asked)s::bigint[]) AS asked (run)
    CROSS JOIN LATERAL (
        SELECT version_id FROM answers_answerprint WHERE runs @> ARRAY[asked.run] LIMIT %(most_of_a_run)s
    ) AS known
    GROUP BY known.version_id
    HAVING count(*) >= %(least)s
)
SELECT met.version_id
FROM met
JOIN answers_answerversion AS version ON version.id = met.version_id
JOIN answers_answer AS answer ON answer.id = version.answer_id
WHERE NOT (answer.question_id = %(question)s AND answer.doctor_id = %(doctor)s)
    AND (answer.doctor_id = %(doctor)s OR version.outcome = 'approved' AND answer.status <> 'retracted')
ORDER BY met.shared DESC, met.version_id DESC
LIMIT %(most_found)s
"""


class AnswerPrintQuerySet(models.QuerySet):
    def remember(self, version):
        """Keep the print of a version just sent, in its transaction; those of the answer's older versions go, but
        for the approved one, which its patient goes on reading. Two queries."""
        older = self.filter(version__answer=version.answer_id)
        older.exclude(version=version).exclude(version__outcome="approved").delete()
        made = ownwords.numbers(ownwords.runs(ownwords.own_text(version.contract())))
        return self.update_or_create(version=version, defaults={"runs": made})[0]

    def released(self, version):
        """The version was approved: the prints of the answer's older ones go, in its transaction. One query."""
        self.filter(version__answer=version.answer_id).exclude(version=version).delete()

    def nearest(self, numbers, *, question, doctor):
        """The AnswerVersions that share most of these numbers (at least one of eight), best first; two queries.

        Looks at `doctor`'s own versions and at others' approved ones; not at this doctor's answer to this query.
        """
        asked = numbers[:MOST_ASKED]
        values = {
            "asked": asked,
            "least": max(2, len(asked) // 8),
            "question": question.pk,
            "doctor": doctor.pk,
            "most_of_a_run": MOST_OF_A_RUN,
            "most_found": MOST_FOUND,
        }
        with connection.cursor() as cursor:
            cursor.execute(NEAREST, values)
            found = [row[0] for row in cursor.fetchall()]
        rows = AnswerVersion.objects.select_related("answer__question", "published_copy__question")
        known = rows.in_bulk(found)
        return [known[pk] for pk in found if pk in known]


class AnswerPrint(models.Model):
    """The print of one sent version's wording (see `answers.ownwords`), to find near-copies of it.

    Its numbers are keyed hashes under SECRET_KEY: no word can be read from them. Goes with its version, and so with
    the query.
    """

    version = models.OneToOneField(
        AnswerVersion, models.CASCADE, related_name="word_print", editable=False, primary_key=True
    )
    runs = ArrayField(models.BigIntegerField(), editable=False)

    objects = AnswerPrintQuerySet.as_manager()

    class Meta:
        verbose_name = "print of an answer"
        verbose_name_plural = "prints of answers"
        # Serves `nearest()`.
        indexes = [GinIndex(fields=["runs"], name="answer_print_runs", fastupdate=False)]

    def __str__(self):
        return f"print of {self.version_id}"
