"""How often something may be done: by an account, from an address, from a network.

The numbers are settings.LIMITS (`portal/limits.py`); the counters lie in the database, one for all processes. A
window begins with the first use and is as long as the limit says; then all is free again.
"""

import json
import math
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import client_address, places
from accounts.models import LimitCount

__all__ = ["LimitReached", "check", "client_address", "hidden_key", "prune", "spend"]

# What to tell people, by limit: what was reached, and what became of what they typed.
KEPT = _("Your draft is saved: nothing you typed is lost.")
SHOWN = _("Nothing was sent. What you typed is still on this page: keep the page open, or copy the text.")
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "draft.start": (_("Many queries were started from your connection in a short time."), ""),
    "ask.send": (
        _("Many queries were sent from your account or connection in a short time."),
        _("Your draft is saved: nothing you typed is lost. Open it again later and send it then."),
    ),
    "picture.upload": (_("Many pictures were sent from your account or connection today."), KEPT),
    "picture.bytes": (_("Many large pictures were sent from your account or connection today."), KEPT),
    # Views catch these five and show the form again with what was typed.
    "reply": (_("Many replies were sent from your account or connection in a short time."), SHOWN),
    "followup": (_("Many questions were sent from your account or connection today."), SHOWN),
    "appeal": (_("Many appeals were sent from your account or connection today."), SHOWN),
    "apply": (_("This form was sent many times from your account or connection today."), SHOWN),
    "report": (_("Many reports were sent from your account or connection in a short time."), SHOWN),
    "export": (_("You have asked for several copies of your data today."), ""),
}
ANYTHING = (
    _("This was done many times from your account or connection."),
    _("Go back: your browser usually still has what you typed."),
)


class LimitReached(Exception):
    """A limit is used up; nothing was counted. Uncaught, it becomes the 429 page (`portal.errors`).

    `retry_after` is in seconds, `scope` "account", "address", "network" or "recipient". `message` says what was
    reached, what became of the text and when to try again; it is fit to be shown.
    """

    def __init__(self, name: str, *, scope: str, retry_after: int) -> None:
        self.name, self.scope, self.retry_after = name, scope, retry_after
        super().__init__(f"{name} by {scope}, {retry_after} s")

    @property
    def message(self) -> str:
        parts = [*WORDS.get(self.name, ANYTHING), self.when]
        return " ".join(str(part) for part in parts if part)

    @property
    def when(self) -> str:
        """“You can try again in 5 minutes.”, rounded up."""
        minutes = math.ceil(self.retry_after / 60)
        if minutes <= 90:
            text = ngettext(
                "You can try again in %(number)d minute.", "You can try again in %(number)d minutes.", minutes
            )
            return text % {"number": minutes}
        hours = math.ceil(minutes / 60)
        text = ngettext(
            "You can try again in %(number)d hour.", "You can try again in %(number)d hours.", hours
        )
        return text % {"number": hours}


@dataclass(frozen=True)
class Counter:
    """One number of a limit, for one subject."""

    key: str
    scope: str
    most: int
    seconds: int


# One statement counts all numbers of a limit, in the order of their keys, so that two requests never wait for
# each other in a ring. A counter that would pass its number is left alone and missing from the result.
SPEND = """
INSERT INTO accounts_limitcount AS held (key, remaining, ends_at)
SELECT key, most - %(amount)s, clock_timestamp() + seconds * interval '1 second'
FROM unnest(%(keys)s::uuid[], %(mosts)s::bigint[], %(seconds)s::bigint[]) AS asked (key, most, seconds)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    remaining = CASE WHEN held.ends_at <= clock_timestamp() THEN excluded.remaining
                     ELSE held.remaining - %(amount)s END,
    ends_at = CASE WHEN held.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE held.ends_at END
WHERE held.ends_at <= clock_timestamp() OR held.remaining >= %(amount)s
RETURNING key::text
"""
USED_UP = """
SELECT key::text, ceil(extract(epoch FROM ends_at - clock_timestamp()))::bigint FROM accounts_limitcount
WHERE key = ANY(%(keys)s::uuid[]) AND ends_at > clock_timestamp() AND remaining < %(amount)s
"""


def spend(
    name: str, *, request: HttpRequest | None = None, user: Any = None, recipient: str = "", amount: int = 1
) -> None:
    """Count `amount` against every number of the limit `name`, or none of them and raise LimitReached.

    By account when `user` (or the request's) is signed in; by address and network when there is a `request`; by
    `recipient`, the e-mail address something goes to, whoever causes it. Costs one statement. The counters stay locked
    until the surrounding transaction ends and are counted only if it commits: call it once in a transaction, after
    other locks, and keep that transaction short.
    """
    counters = _counters(name, request=request, user=user, recipient=recipient)
    values = _values(counters, amount)
    for counter in counters:
        if amount > counter.most:
            raise LimitReached(name, scope=counter.scope, retry_after=counter.seconds)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SPEND, values)
        counted = {key for (key,) in cursor.fetchall()}
        if len(counted) < len(counters):
            cursor.execute(USED_UP, values)
            raise _reached(
                name, [item for item in counters if item.key not in counted], dict(cursor.fetchall())
            )


def check(name: str, *, request: HttpRequest | None = None, user: Any = None, amount: int = 1) -> None:
    """Raise LimitReached when spend() would, without counting: to say so before somebody writes. One query."""
    counters = _counters(name, request=request, user=user)
    with connection.cursor() as cursor:
        cursor.execute(USED_UP, _values(counters, amount))
        waits = dict(cursor.fetchall())
    if waits:
        raise _reached(name, [counter for counter in counters if counter.key in waits], waits)


def prune() -> int:
    """Delete the counters whose window is over; returns how many. For a daily task."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {LimitCount._meta.db_table} WHERE ends_at <= clock_timestamp()")
        return cursor.rowcount


def hidden_key(key: str, key_prefix: str, version: int) -> str:
    """Name of a cache entry (KEY_FUNCTION of CACHES): sign-in limits put addresses into theirs."""
    return salted_hmac(
        "accounts.limits.cache", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()


def _reached(name: str, counters: list[Counter], waits: dict[str, int]) -> LimitReached:
    """The refusal, with the longest wait; one that ended in this moment waits a second."""
    longest = max(counters, key=lambda counter: waits.get(counter.key, 0))
    return LimitReached(name, scope=longest.scope, retry_after=max(1, waits.get(longest.key, 1)))


def _counters(name: str, *, request: HttpRequest | None, user: Any, recipient: str = "") -> list[Counter]:
    subjects = _subjects(request, user)
    if recipient:
        subjects["recipient"] = recipient.casefold()
    counters = [
        Counter(
            key=_key(name, scope, most, seconds, subjects[scope]), scope=scope, most=most, seconds=seconds
        )
        for scope, numbers in settings.LIMITS[name].items()
        if scope in subjects
        for most, seconds in numbers
    ]
    if not counters:
        raise ValueError(f"The limit {name} has nothing to count by: give a request or a user.")
    return counters


def _subjects(request: HttpRequest | None, user: Any) -> dict[str, str]:
    subjects = places(request) if request is not None else {}
    user = user if user is not None else getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        subjects["account"] = str(user.pk)
    return subjects


def _key(*parts: str | int) -> str:
    """The name of a counter, as a UUID. Other numbers in the settings make other counters, which start anew."""
    digest = salted_hmac("accounts.limits", json.dumps(parts), algorithm="sha256").digest()
    return str(uuid.UUID(bytes=digest[:16]))


def _values(counters: list[Counter], amount: int) -> dict[str, Any]:
    if amount < 1:
        raise ValueError("A limit is spent by 1 or more.")
    return {
        "amount": amount,
        "keys": [counter.key for counter in counters],
        "mosts": [counter.most for counter in counters],
        "seconds": [counter.seconds for counter in counters],
    }
