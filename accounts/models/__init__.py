"""The tables of the floor: people, what they did and how often, e-mails on their way, periodic jobs."""

from accounts.models.deskalert import DeskAlert, DeskDigest
from accounts.models.deskclaim import DeskClaim
from accounts.models.export import DataRequest
from accounts.models.limits import LimitCount
from accounts.models.mail import (
    DOCTORS_GROUPS,
    MODERATORS_GROUPS,
    Mail,
    MailChoice,
    MailGroup,
    MailState,
)
from accounts.models.people import User, UserManager
from accounts.models.schedule import PeriodicJob, WorkerBeat
from accounts.models.seal import AuditSeal, Trail, TrailCheck, Unsealed
from accounts.models.statement import Statement, StatementKind
from accounts.models.trail import AccessEvent, AuditEvent

__all__ = [
    "DOCTORS_GROUPS",
    "MODERATORS_GROUPS",
    "AccessEvent",
    "AuditEvent",
    "AuditSeal",
    "DataRequest",
    "DeskAlert",
    "DeskClaim",
    "DeskDigest",
    "LimitCount",
    "Mail",
    "MailChoice",
    "MailGroup",
    "MailState",
    "PeriodicJob",
    "Statement",
    "StatementKind",
    "Trail",
    "TrailCheck",
    "Unsealed",
    "User",
    "UserManager",
    "WorkerBeat",
]
