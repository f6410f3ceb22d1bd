"""The tables of the floor: people, and the trail of what they did."""

from accounts.models.people import User, UserManager
from accounts.models.trail import AccessEvent, AuditEvent

__all__ = ["AccessEvent", "AuditEvent", "User", "UserManager"]
