"""What the worker does by itself, for settings.PERIODIC_JOBS: a function without arguments → every how many minutes.

See accounts/schedule.py for how; docs/privacy.md for what is deleted by age.
"""

JOBS = {
    "accounts.schedule.recover_tasks": 1,
    "accounts.seals.seal": 1,
    "accounts.seals.check_daily": 24 * 60,
    "accounts.jobs.clear_sessions": 24 * 60,
    "accounts.jobs.forget_unfinished_sign_ins": 60,
    "accounts.jobs.prune_mails": 24 * 60,
    "accounts.jobs.forget_erased_addresses": 5,
    "accounts.jobs.prune_tasks": 24 * 60,
    "accounts.limits.prune": 24 * 60,
    "accounts.deskclaims.forget_expired": 30,
    "questions.jobs.tend_drafts": 60,
    "questions.emptysearches.forget_old": 24 * 60,
    "questions.search.figures.refresh": 24 * 60,
    "questions.search.figures.refresh_when_grown": 10,
    "questions.search.indexing.write_missing": 10,
    "questions.search.indexing.write_renamed": 5,
    "specialties.jobs.tend_licences": 60,
    "specialties.jobs.forget_portraits": 60,
    "specialties.jobs.delete_abandoned": 24 * 60,
    "accounts.personal_data.resume": 5,
    "accounts.retention.delete_exports": 60,
    "accounts.retention.delete_unverified": 24 * 60,
    "accounts.retention.sweep_files": 24 * 60,
    "answers.jobs.end_claims": 1,
    "answers.servicelevels.compute": 60,
    "answers.jobs.end_second_answers": 5,
    "portal.desk.records.alerts.warn": 5,
    "portal.desk.records.alerts.digest": 15,
    "answers.notices.tell": 5,
    "answers.retention.delete_refused": 24 * 60,
    "answers.retention.delete_inactive": 24 * 60,
    "answers.retention.delete_reports": 24 * 60,
}
