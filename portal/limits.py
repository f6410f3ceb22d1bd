"""How often things may be done, for settings.LIMITS. `accounts.limits` counts.

A family or a clinic behind one address must manage, a script must not. Many people share one IPv4 address at mobile
carriers: where that bites, LIMITS_PERCENT or a single number from the environment (LIMIT_ASK_SEND_NETWORK="200/day")
raises it.
"""

import re

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from portal import env as read

SECONDS = {"minute": 60, "hour": 3600, "day": 24 * 3600}
NUMBER = re.compile(r"([1-9][0-9]{0,11})/(minute|hour|day)")

# recipient: the e-mail address written to.
# account: the signed-in person; address: an IPv4 address or an IPv6 /64; network: an IPv4 /24 or an IPv6 /48.
TABLE = {
    # beginning a draft, with or without an account
    "draft.start": {"address": "20/hour 60/day", "network": "200/day"},
    # sending a query
    "ask.send": {"account": "5/day", "address": "10/hour 20/day", "network": "60/day"},
    # pictures: how many, and how many bytes
    "picture.upload": {"account": "40/day", "address": "60/day", "network": "300/day"},
    "picture.bytes": {"account": "600000000/day", "address": "900000000/day", "network": "3000000000/day"},
    # a follow-up to a doctor; a reply to a request for information; an appeal against a refusal
    "followup": {"account": "10/day", "address": "30/day", "network": "120/day"},
    "reply": {"account": "20/hour 50/day", "address": "60/hour", "network": "240/hour"},
    "appeal": {"account": "5/day", "address": "10/day", "network": "40/day"},
    # a concern about a doctor, by anybody
    "report": {"account": "10/day", "address": "10/hour 20/day", "network": "60/day"},
    # saying whether a public page helped
    "helpful": {"address": "20/hour 60/day", "network": "300/day"},
    # looking for similar answered questions while one types
    "search.similar": {"address": "60/minute 1500/hour", "network": "600/minute"},
    # everything held about me, as a file
    "export": {"account": "3/day"},
    # a code by mail before an export or the erasure of an account without a password
    "confirm.code": {"account": "5/hour 15/day"},
    # mails about signing in that anybody can cause; those beyond it are not sent, so that nobody's mailbox is flooded
    "mail.signin": {"recipient": "15/hour 40/day"},
    # saving a part of a doctor's application or profile, with or without a document
    "apply": {"account": "100/day", "address": "200/day", "network": "600/day"},
}


def from_environment(env: Env) -> dict[str, dict[str, list[tuple[int, int]]]]:
    """{limit: {scope: [(most, seconds), …]}}: TABLE with what the environment says otherwise."""
    percent = read.integer(env, "LIMITS_PERCENT", default=100, low=1, high=1_000_000)
    return {
        name: {scope: _numbers(env, name, scope, default, percent) for scope, default in scopes.items()}
        for name, scopes in TABLE.items()
    }


def variable(name: str, scope: str) -> str:
    """The environment's name of one entry: LIMIT_ASK_SEND_ACCOUNT."""
    return f"LIMIT_{name}_{scope}".upper().replace(".", "_")


def _numbers(env: Env, name: str, scope: str, default: str, percent: int) -> list[tuple[int, int]]:
    value = env.str(variable(name, scope), default=default)
    found = [NUMBER.fullmatch(part) for part in value.split()]
    if not found or None in found:
        raise ImproperlyConfigured(f"{variable(name, scope)} must look like 10/hour 20/day, not {value!r}.")
    return [(max(1, int(part[1]) * percent // 100), SECONDS[part[2]]) for part in found if part]
