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
# file name, who looks, address, height in pixels
PICTURES = (
    ("topic", None, "/specialties/hemifacial-atrophy/", 2200),
    ("dashboard", "doctor", "/dashboard/", 860),
    ("desk", "moderator", "/admin/desk/", 860),
)


def main(base_url):
    accounts = {
        account["role"]: account for account in json.loads((ROOT / "var/demo-accounts.json").read_text())
    }
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, role, address, height in PICTURES:
            page = browser.new_context(
                base_url=base_url, viewport={"width": 1200, "height": height}
            ).new_page()
            if role:
                page.goto("/accounts/login/")
                page.fill("[name=login]", accounts[role]["email"])
                page.fill("[name=password]", accounts[role]["password"])
                page.click("main form button[type=submit]")
                page.wait_for_url(lambda url: "/accounts/login/" not in url)
            page.goto(address, wait_until="networkidle")
            page.screenshot(path=ROOT / "docs" / "screenshots" / f"{name}.png")
            sys.stdout.write(f"docs/screenshots/{name}.png\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
