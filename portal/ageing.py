"""How long something may wait in a queue of the desk before moderators are told, for settings.DESK_LIMITS."""

import re

from django.core.exceptions import ImproperlyConfigured
from environ import Env

LIMIT = re.compile(r"(0|[1-9][0-9]{0,4})(?:/([1-9][0-9]{0,4}))?")

# By the queue's key: hours, and hours for what is urgent. What isn't named here is nobody's haste.
TABLE = {
    "queries": "24/2",
    "answers": "48/4",
    "follow-ups": "48/8",
    "appeals": "72/24",
    "opinions": "96",
    "disagreements": "72",
    "page-reports": "48/4",
    "reports": "72/8",
    "decision-appeals": "72/24",
    "publications": "168",
    "approvals": "168",
    "corrections": "72",
    "doctors": "168",
    "stale": "720",
}


def from_environment(env: Env) -> dict[str, tuple[int, int]]:
    """{queue: (hours, hours for what is urgent)}: TABLE with what the environment says otherwise, without those that
    are switched off by 0."""
    limits = {key: _hours(env, key, default) for key, default in TABLE.items()}
    return {key: hours for key, hours in limits.items() if hours[0]}


def variable(key: str) -> str:
    """The environment's name of a queue's limit: DESK_LIMIT_FOLLOW_UPS."""
    return f"DESK_LIMIT_{key}".upper().replace("-", "_")


def _hours(env: Env, key: str, default: str) -> tuple[int, int]:
    value = env.str(variable(key), default=default)
    found = LIMIT.fullmatch(value)
    if found is None:
        raise ImproperlyConfigured(
            f"{variable(key)} must be hours such as 48, or 48/4 with those for urgent ones, not {value!r}."
        )
    hours = int(found[1])
    return hours, min(hours, int(found[2] or hours))
