"""Settings refuse nonsense with one sentence and are safe when nothing is said."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "ENV_FILE": "",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ",
    "DATABASE_URL": "postgresql://askwell:secret@db.example:5433/askwell",
    "SITE_URL": "https://askwell.example",
    "EMAIL_URL": "smtp+tls://user:password@smtp.example:587",
}


def manage(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be a random text"),
        ("DEBUG", "maybe", "DEBUG must be true or false, not 'maybe'."),
        (
            "DATABASE_URL",
            "sqlite:///db.sqlite3",
            "DATABASE_URL must start with postgresql://, not sqlite://.",
        ),
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
        ("SITE_URL", "http://askwell.example", "SITE_URL must start with https:// unless DEBUG is on"),
        ("SITE_URL", "askwell.example", "SITE_URL must look like https://example.org"),
        ("FREE_QUERIES", "-1", "FREE_QUERIES must be a whole number from 0 to 1000, not '-1'."),
        ("QUERY_PRICE", "12,50", "QUERY_PRICE must be an amount such as 12 or 12.50, not '12,50'."),
        ("QUERY_PRICE", "0", "QUERY_PRICE must be an amount such as 12 or 12.50, not '0'."),
        (
            "QUERY_CURRENCY",
            "euro",
            "QUERY_CURRENCY must be a code of three capitals such as EUR, not 'euro'.",
        ),
        ("PAYMENTS", "gold", "PAYMENTS must be one of nothing, dummy, not 'gold'."),
        ("PAYMENTS", "dummy", "PAYMENTS is on, but QUERY_PRICE is not set."),
        ("CLAIM_MINUTES", "half", "CLAIM_MINUTES must be a whole number from 1 to 1440, not 'half'."),
        ("EMERGENCY_NUMBER", "call", "EMERGENCY_NUMBER must be a telephone number"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts; * is refused."),
        ("EMAIL_URL", "pigeon://coop", "EMAIL_URL must start with"),
        ("EMAIL_URL", "", "EMAIL_URL must say how mail is sent"),
    ],
)
def test_nonsense_stops_the_start_with_one_sentence(name, value, sentence):
    done = manage("check", **PRODUCTION | {name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"manage.py: {sentence}")
    assert done.stderr.count("\n") == 1


def test_bare_checkout_says_what_to_run(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(
        ROOT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("demo", "__pycache__")
    )

    done = manage("migrate", cwd=tmp_path, PATH=os.environ["PATH"])

    assert done.returncode == 1
    assert done.stderr == (
        "manage.py: this checkout has no settings yet; run `make demo` (it writes .env), "
        "or set the variables listed in .env.example.\n"
    )


def test_production_settings_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "error"), [("DEMO", "portal.E002"), ("DEBUG", "portal.E001")])
def test_deployment_check_refuses_what_only_a_demonstration_may_do(name, error):
    done = manage("check", "--deploy", "--fail-level", "ERROR", **PRODUCTION | {name: "on"})

    assert done.returncode == 1
    assert f"({error}) {name} is on." in done.stderr


def test_deployment_check_refuses_play_money():
    asked = {"PAYMENTS": "dummy", "QUERY_PRICE": "12"}
    done = manage("check", "--deploy", "--fail-level", "ERROR", **PRODUCTION | asked)

    assert (done.returncode, "(portal.E003) PAYMENTS is dummy" in done.stderr) == (1, True)


@pytest.mark.parametrize(("country", "said"), [("", True), ("GB", False)])
def test_deployment_check_says_that_no_country_means_no_help_line(country, said):
    done = manage("check", "--deploy", **PRODUCTION | {"COUNTRY": country})

    assert (done.returncode, "(portal.I001) COUNTRY is not set" in done.stderr + done.stdout) == (0, said)


def test_example_file_names_every_variable_the_settings_read():
    read = set()
    for line in (ROOT / "portal/settings.py").read_text().replace("(\n    env", "(env").splitlines():
        if "(env, " in line or "env.str(" in line or "env.list(" in line or "env.path(" in line:
            read |= {word for word in line.split('"') if word.isupper() and len(word) > 3}

    example = (ROOT / ".env.example").read_text()
    missing = {name for name in read if f"\n{name}=" not in example and f"\n# {name}=" not in example}
    assert len(read) > 25
    assert missing - {"DEBUG", "INFO", "WARNING", "ERROR"} == set()
