"""The tables of the floor: people, the trail of what they did, and how often they did it."""

from accounts.models.limits import LimitCount
from accounts.models.people import User, UserManager
from accounts.models.trail import AccessEvent, AuditEvent

__all__ = ["AccessEvent", "AuditEvent", "LimitCount", "User", "UserManager"]
