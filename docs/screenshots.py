"""Draws the README's pictures from a running demonstration: `make demo` in one window, `make screenshots` in another.

Signs in with the accounts that the demonstration wrote to var/demo-accounts.json. Needs Chromium.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
PHONE, DESK = 390, 1200  # pixels wide
# file name, who looks, address, width and height in pixels
PICTURES = (
    ("topic", None, "/specialties/hemifacial-atrophy/", DESK, 2200),
    ("dashboard", "doctor", "/dashboard/", DESK, 860),
    ("desk", "moderator", "/admin/desk/", DESK, 860),
)
PHONE_HEIGHT = 844
QUESTION = "Can tingling in both hands at night come from my neck?"
DETAILS = "Since this morning I also have a crushing pain in my chest that goes into my left arm."


def main(base_url):
    accounts = {
        account["role"]: account for account in json.loads((ROOT / "var/demo-accounts.json").read_text())
    }
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)

        def window(width, height):
            viewport = {"width": width, "height": height}
            return browser.new_context(
                base_url=base_url, viewport=viewport, reduced_motion="reduce"
            ).new_page()

        for name, role, address, width, height in PICTURES:
            page = window(width, height)
            if role:
                sign_in(page, accounts[role])
            page.goto(address, wait_until="networkidle")
            draw(page, name)
        draw_asking(window(PHONE, PHONE_HEIGHT))
        draw_my_query(window(PHONE, PHONE_HEIGHT), accounts["patient"])
        browser.close()


def sign_in(page, account):
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def draw(page, name):
    page.screenshot(path=ROOT / "docs" / "screenshots" / f"{name}.png")
    sys.stdout.write(f"docs/screenshots/{name}.png\n")


def draw_asking(page):
    """Ask as a newcomer does, up to a warning; the draft is thrown away in the end."""

    def go_on(save="main form button.btn-primary"):
        with page.expect_navigation():
            page.click(save)

    page.goto("/ask/specialty/", wait_until="networkidle")
    page.wait_for_timeout(9000)  # what is sent faster than a person can counts as a robot's
    go_on()
    page.check("main [value=none]")
    go_on()
    page.check("main [value=self]")
    draw(page, "ask")
    go_on()
    page.fill("[name=title]", QUESTION)
    go_on()
    if page.url.endswith("/similar/"):
        go_on("main button[value=continue]")
    page.fill("[name=text]", DETAILS)
    go_on()
    draw(page, "warning")
    page.goto(page.url.replace("/warning/", "/forget/"))
    go_on("main form button.btn-danger")


def draw_my_query(page, account):
    """The patient's newest answered query."""
    sign_in(page, account)
    page.goto("/me/questions/")
    page.click("main li:has-text('Read the answer') h2 a")
    page.wait_for_load_state("networkidle")
    draw(page, "my-query")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
