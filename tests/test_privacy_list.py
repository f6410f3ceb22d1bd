"""docs/privacy.md names every column that holds something about a person, with purpose, readers and retention."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

PAGE = Path(settings.BASE_DIR) / "docs" / "privacy.md"
HEAD = ["column", "purpose", "who reads it", "kept"]

# Tables that hold nothing about a person.
NOBODYS = {
    "accounts.AuditSeal",
    "accounts.DeskAlert",
    "accounts.DeskDigest",
    "accounts.PeriodicJob",
    "accounts.TrailCheck",
    "accounts.Unsealed",
    "accounts.WorkerBeat",
    "answers.ReaderVerdict",
    "answers.ServiceLevel",
    "answers.Reason",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "questions.DeskTally",
    "questions.HelpNumber",
    "questions.OpenTally",
    "questions.RedFlag",
    "questions.SearchTopic",
    "questions.SearchWord",
    "questions.SimilarHelped",
    "specialties.Edition",
    "specialties.FormerSlug",
}
# Columns that say nothing about a person, model by model: keys, counters, the machinery of a queue.
TECHNICAL = {
    "accounts.Mail": {"attempts", "next_attempt_at"},
    "questions.Draft": {"start_key", "version"},
    "questions.DraftPicture": {"width", "height", "size", "position"},
    "questions.Question": {"version"},
    "questions.Attachment": {"width", "height", "size", "position"},
    "questions.Payment": {"delivery", "tax"},
    "questions.RedFlagVersion": {
        "flag",
        "number",
        "name",
        "level",
        "specialties",
        "age_bands",
        "patterns",
        "ask",
        "text",
        "must_match",
        "must_not_match",
    },
    "questions.PublicDraft": {"version"},
    "questions.PublishedQuestion": {
        "topic",
        "area",
        "answer_count",
        "answered_at",
        "published_at",
        "changed_at",
        "reviewed_on",
        "review_due_on",
        "review_wanted_at",
        "draft_version",
    },
    "answers.Correction": {"draft_version"},
    "answers.Answer": {"version"},
    "answers.Opinion": {"key", "version"},
    "answers.Report": {"key", "version"},
    "answers.FollowUp": {"key", "version"},
    "answers.PublicAnswerDraft": {"position"},
    "answers.Snippet": {"version", "title_key", "text_print", "tsv"},
    "answers.PublishedAnswer": {"position", "draft_version"},
    "specialties.Doctor": {"version"},
    "specialties.Specialty": {
        "parent",
        "name",
        "slug",
        "synonyms",
        "summary",
        "introduction",
        "care_level",
        "care_text",
        "reviewed_on",
        "review_due_on",
        "rare",
        "sensitive",
        "is_listed",
        "published_count",
    },
    "django_tasks_database.DBTaskResult": {
        "status",
        "enqueued_at",
        "started_at",
        "finished_at",
        "priority",
        "task_path",
        "worker_ids",
        "queue_name",
        "backend_name",
        "run_after",
    },
}
MODELS = [model for model in apps.get_models() if model._meta.label not in NOBODYS]


def tables():
    """{model's label: {column: [purpose, readers, kept]}} as the page says."""
    found, rows = {}, None
    for line in PAGE.read_text().splitlines():
        if heading := re.fullmatch(r"### (\w+\.\w+)", line):
            rows = found.setdefault(heading[1], {})
        elif line.startswith("## "):
            rows = None
        elif rows is not None and line.startswith("|") and not line.startswith("|---"):
            names, *rest = [cell.strip() for cell in line.strip("|").split("|")]
            if names != HEAD[0]:
                rows.update(dict.fromkeys(re.findall(r"`(\w+)`", names), rest))
    return found


def columns(model):
    """Every column of a model but its own key."""
    named = {field.name for field in model._meta.concrete_fields}
    return named - {"id"} - TECHNICAL.get(model._meta.label, set())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_about_a_person_is_listed(model):
    listed = set(tables().get(model._meta.label, {}))

    assert columns(model) - listed == set(), "not in docs/privacy.md"
    assert listed - columns(model) == set(), "in docs/privacy.md but not in the model"


def test_every_listed_column_has_purpose_readers_and_retention():
    bare = [
        f"{label}.{column}"
        for label, rows in tables().items()
        for column, cells in rows.items()
        if len(cells) != len(HEAD) - 1 or not all(cells)
    ]

    assert bare == []


def test_no_table_is_listed_that_does_not_exist():
    assert set(tables()) == {model._meta.label for model in MODELS}


def test_the_technical_columns_exist():
    for label, names in TECHNICAL.items():
        assert names <= {field.name for field in apps.get_model(label)._meta.concrete_fields}, label


# What "kept" may begin with; what is not a number of days is explained on the page.
KEPT = re.compile(
    r"(account|query|draft|public|trail|as long as)\b|\d+ days|until |export: 7 days|as the row"
)


def test_every_period_is_one_that_the_page_explains():
    unknown = {
        f"{label}.{column}": cells[-1]
        for label, rows in tables().items()
        for column, cells in rows.items()
        if not KEPT.match(cells[-1])
    }

    assert unknown == {}
    assert "not built yet" not in PAGE.read_text()


def test_the_periods_are_those_of_the_settings_and_each_has_its_job():
    """The table under "How long": a number of days is the setting's default, a job is one of the worker's."""
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and line.count("|") == 5]
    names = {setting: kept for _what, kept, setting, _job in (split(row) for row in rows) if setting}
    jobs = {job for *_rest, job in (split(row) for row in rows) if "." in job}

    for setting in (
        "RETENTION_REFUSED_DAYS",
        "RETENTION_ANSWERED_DAYS",
        "RETENTION_UNVERIFIED_DAYS",
        "RETENTION_REPORTS_DAYS",
        "EXPORT_DAYS",
    ):
        assert str(getattr(settings, setting)) in names[setting].split()
    assert (
        {job for job in settings.PERIODIC_JOBS if "retention" in job} <= jobs <= set(settings.PERIODIC_JOBS)
    )


def split(row):
    return [cell.strip().strip("`") for cell in row.strip("|").split("|")]
