"""Readers of environment variables that refuse nonsense with one clear sentence."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def require_any(env: Env, names: Sequence[str]) -> None:
    """In a bare checkout (none of `names` set anywhere) say what to run, not which variable is missing."""
    if not any(env.str(name, default="") for name in names):
        raise ImproperlyConfigured(
            "this checkout has no settings yet; run `make demo` (it writes .env), "
            "or set the variables listed in .env.example."
        )


def boolean(env: Env, name: str, *, default: bool) -> bool:
    """A yes or no; a typing error must not silently switch a protection off."""
    value = env.str(name, default=str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in TRUE


def integer(env: Env, name: str, *, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = env.str(name, default=str(default)).strip()
    if not re.fullmatch(r"-?[0-9]{1,12}", value) or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def choice(env: Env, name: str, *, choices: Sequence[str], default: str) -> str:
    """One of `choices`."""
    value = env.str(name, default=default).strip()
    if value not in choices:
        words = ", ".join(word or "nothing" for word in choices)
        raise ImproperlyConfigured(f"{name} must be one of {words}, not {value!r}.")
    return value


def languages(env: Env, name: str, *, known: Mapping[str, str], always: str) -> list[tuple[str, str]]:
    """(code, name) of the `known` languages that are listed, in that order; all of them when none is."""
    codes = [code.strip() for code in env.str(name, default=",".join(known)).split(",") if code.strip()]
    if always not in codes or not set(codes) <= set(known):
        words = ", ".join(known)
        raise ImproperlyConfigured(f"{name} must list {always} and may list others of {words}, not {codes}.")
    return [(code, known[code]) for code in dict.fromkeys(codes)]


def price(env: Env, name: str) -> Decimal | None:
    """An amount of money above 0, such as 12 or 12.50; None when it isn't set."""
    value = env.str(name, default="").strip()
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", value) or not Decimal(value):
        raise ImproperlyConfigured(f"{name} must be an amount such as 12 or 12.50, not {value!r}.")
    return Decimal(value)


def currency(env: Env, name: str, *, default: str) -> str:
    """An ISO 4217 code."""
    value = env.str(name, default=default).strip()
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise ImproperlyConfigured(f"{name} must be a code of three capitals such as EUR, not {value!r}.")
    return value


def payments(env: Env, name: str, *, price: Decimal | None) -> str:
    """Which payment provider is on; none by default. What is sold has a price."""
    value = choice(env, name, choices=("", "dummy"), default="")
    if value and price is None:
        raise ImproperlyConfigured(f"{name} is on, but QUERY_PRICE is not set.")
    return value


def phone(env: Env, name: str, *, default: str) -> str:
    """A telephone number as people read it: digits, spaces, +, -."""
    value = env.str(name, default=default).strip()
    if not re.fullmatch(r"\+?[0-9][0-9 -]{1,19}", value):
        raise ImproperlyConfigured(f"{name} must be a telephone number, not {value!r}.")
    return value


def country(env: Env, name: str, *, default: str) -> str:
    """A country's two capital letters, or nothing."""
    value = env.str(name, default=default).strip()
    if value and not re.fullmatch(r"[A-Z]{2}", value):
        raise ImproperlyConfigured(
            f"{name} must be a country's two capital letters such as GB, not {value!r}."
        )
    return value


def secret(env: Env, name: str) -> str:
    """A long random text. Its value is never part of the sentence."""
    value = env.str(name, default="")
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured(
            f"{name} must be a random text of at least 50 characters; make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )
    return value


def site_url(env: Env, name: str, *, debug: bool, default: str) -> str:
    """Where the site answers, for absolute links: https://host, plain http only with DEBUG."""
    value = env.str(name, default=default if debug else "").rstrip("/")
    parts = urlsplit(value)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path
        or parts.query
        or parts.username
    ):
        raise ImproperlyConfigured(f"{name} must look like https://example.org, not {value!r}.")
    if parts.scheme == "http" and not debug:
        raise ImproperlyConfigured(f"{name} must start with https:// unless DEBUG is on, not {value!r}.")
    return value


def hosts(env: Env, name: str, *, default: list[str]) -> list[str]:
    """Host names the site answers to; a lone * would make forged links possible."""
    values: list[str] = env.list(name, default=default)
    if "*" in values:
        raise ImproperlyConfigured(f"{name} must name the hosts; * is refused.")
    return values


def local_database(start: Callable[..., str], *, kind: str) -> str:
    """Start the private cluster; its own one-sentence errors become ours."""
    try:
        return start(kind=kind)
    except RuntimeError as error:
        raise ImproperlyConfigured(str(error)) from None


def postgresql(url: str) -> dict[str, Any]:
    """DATABASES entry of a postgresql:// URL; every other engine is refused."""
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set; give postgresql://user:password@host/name, "
            "or run `make demo` for a private PostgreSQL."
        )
    scheme = url.partition(":")[0]
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"DATABASE_URL must start with postgresql://, not {scheme}://.")
    config: dict[str, Any] = Env.db_url_config(url)
    if not config.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must end with the name of a database.")
    host = unquote(config.get("HOST") or "")  # a socket's folder comes percent-encoded
    return {**config, "ENGINE": "accounts.postgresql", "HOST": host}


def mail(env: Env, name: str, *, default_folder: Path | None) -> dict[str, Any]:
    """Settings EMAIL_* of smtp+tls://user:password@host:587, or filemail:///folder for one file a message.

    Unset, mail goes to files in `default_folder`; without one, that is refused.
    """
    value = env.str(name, default=f"filemail://{quote(str(default_folder))}" if default_folder else "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} must say how mail is sent, such as smtp+tls://user:password@host:587."
        )
    scheme = value.partition(":")[0]
    if scheme not in Env.EMAIL_SCHEMES:
        raise ImproperlyConfigured(f"{name} must start with smtp+tls://, smtp+ssl:// or filemail://.")
    config: dict[str, Any] = Env.email_url_config(value)
    if config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        config["EMAIL_BACKEND"] = "accounts.mail_backend.EmailBackend"
    if scheme == "filemail":
        config["EMAIL_FILE_PATH"] = str(Path("/") / config["EMAIL_FILE_PATH"])
    return config
