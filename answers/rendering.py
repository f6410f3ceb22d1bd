"""How the parts of an answer are shown, on the patient's page, in the preview and to readers alike."""

from urllib.parse import urlsplit


def source_links(text):
    """The sources, one per line as "title | https://…", as a list of {"title", "url"}; `url` is "" without a good one.

    Only http(s) addresses become links, whatever was typed.
    """
    found = []
    for line in text.splitlines():
        title, bar, address = (part.strip() for part in line.rpartition("|"))
        if not bar:
            title, address = "", address if _is_web_address(address) else ""
        if not _is_web_address(address):
            title, address = line.strip(), ""
        if title or address:
            found.append({"title": title or _host(address), "url": address})
    return found


def _is_web_address(text):
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def _host(address):
    return urlsplit(address).hostname.removeprefix("www.")


def finding_texts(findings):
    """What the pictures show, as sent: `findings` maps a picture's id (text) to the doctor's words."""
    pairs = sorted(findings.items(), key=lambda pair: (len(pair[0]), pair[0]))
    return [text for _picture, text in pairs if str(text).strip()]
