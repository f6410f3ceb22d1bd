"""A real browser against a real server: Debian's Chromium, driven by Playwright.

Chromium missing is an error here, never a skip: `make test` installs it or says how.
"""

import os
import shutil
import time

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.factories import PASSWORD

FLAGS = (  # without a graphics card it is quicker not to imitate one
    "--no-sandbox --disable-gpu --disable-gpu-compositing --disable-software-rasterizer "
    "--disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# Playwright's own event loop makes Django believe it runs in one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium_path():
    """The browser to drive: $CHROMIUM, else the system's; rather the one that draws no windows."""
    found = map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))
    path = os.environ.get("CHROMIUM") or next(filter(None, found), None)
    if not path:
        pytest.fail("The browser tests need Chromium; run: sudo apt-get install chromium", pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server, settings):
    """A function that opens a browser window of its own, signed in as `user`: with a session made for it, or
    through the sign-in page (`by_form=True`).

    Each window fails its test when a page asks for anything from elsewhere, runs into the
    Content-Security-Policy or has a script error.
    """
    settings.DEMO = True  # accounts marked as demo accounts need no second factor
    contexts, faults = [], []

    def open_page(user=None, *, by_form=False, width=1280, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        page.on("request", lambda request: faults.append(request.url) if elsewhere(request.url) else None)
        if user and by_form:
            sign_in(page, user)
        elif user:
            context.add_cookies(session_of(user, live_server.url))
        return page

    def elsewhere(url):
        return not url.startswith((live_server.url, "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    wait_until_served()
    assert faults == []


def wait_until_served(seconds=10):
    """What a page sent as it closed is still written by the server; the tables are emptied after it."""
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def without_second_factor(user):
    """Make a demo account of it: a browser test of the others would need an authenticator app."""
    user.authenticator_set.all().delete()
    type(user).objects.filter(pk=user.pk).update(is_demo=True)


def session_of(user, url):
    """The cookies of a new session of `user`."""
    without_second_factor(user)
    client = Client()
    client.force_login(user)
    secure = url.replace("http:", "https:")  # a browser takes such a cookie for http://localhost too
    return [
        {"name": name, "value": morsel.value, "url": secure, "secure": True}
        for name, morsel in client.cookies.items()
    ]


def sign_in(page, user):
    """Sign in as a person does."""
    without_second_factor(user)
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
