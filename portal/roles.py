"""The roles of the staff: which group holds which permissions."""

from django.contrib.auth.models import Group, Permission

MODERATOR = "Moderator"
# Signs what takes two people, decides on appeals and keeps the library of reasons; otherwise a moderator.
SENIOR = "Senior moderator"
# Reads the trail, the log of looks and what was decided, and changes nothing: every form of theirs but the sign-in's
# and sign-out's is refused (portal.middleware), whatever other group they are in.
AUDITOR = "Auditor"
VIEW_TRAIL = "accounts.view_trail"
# Answers patients' letters: finds an account's ledger by its e-mail address and grants queries, reads no query. A
# moderator reads queries and never learns an address: so nobody but an administrator can join the two.
SUPPORT = "Support"

MODERATORS_PERMISSIONS = [
    "questions.moderate_question",
    "questions.publish_question",
    "answers.review_answer",
    "answers.handle_report",
    "specialties.verify_doctor",
    "specialties.view_doctor",
    "specialties.view_specialty",
]

# Every permission a group holds; sync() makes the database agree. Nobody gets "change user" or "change audit".
ROLES = {
    MODERATOR: MODERATORS_PERMISSIONS,
    SENIOR: [
        *MODERATORS_PERMISSIONS,
        "questions.confirm_publication",
        "questions.decide_appeal",
        "specialties.confirm_doctor",
        "answers.manage_reasons",
    ],
    AUDITOR: [VIEW_TRAIL],
    SUPPORT: ["questions.grant_credit"],
}


def sync():
    """Make the groups and give them exactly the permissions of ROLES. Run after each migrate."""
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        pairs = [permission.split(".") for permission in wanted]
        found = Permission.objects.filter(codename__in=[codename for _app, codename in pairs])
        group.permissions.set(
            permission
            for permission in found
            if [permission.content_type.app_label, permission.codename] in pairs
        )
