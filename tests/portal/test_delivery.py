"""How public pages travel: compressed, with leave for our own proxy; private ones as they are."""

import gzip
import time

import brotli
import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, identity", None, bytes),
    ],
)
def test_public_page_is_compressed_as_the_browser_takes_it(client, accepted, encoding, unpack):
    plain = client.get("/about/")

    packed = client.get("/about/", headers={"Accept-Encoding": accepted})

    assert packed.headers.get("Content-Encoding") == encoding
    assert unpack(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content)
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_compressed_page_is_found_unchanged_by_its_etag(client):
    etag = client.get("/about/", headers={"Accept-Encoding": "br"}).headers["ETag"]

    again = client.get("/about/", headers={"Accept-Encoding": "br", "If-None-Match": etag})

    assert etag.startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")


def test_private_page_is_never_compressed_nor_kept_by_a_proxy(client, settings):
    settings.TRUSTED_PROXIES = 1

    response = client.get("/accounts/login/", headers={"Accept-Encoding": "br, gzip"})

    assert len(response.content) > 2000
    assert "Content-Encoding" not in response.headers
    assert "X-Accel-Expires" not in response.headers


def test_own_proxy_keeps_a_page_until_its_second_is_over(client, settings):
    settings.TRUSTED_PROXIES = 1
    before = int(time.time())

    word = client.get("/about/").headers["X-Accel-Expires"]

    assert before <= int(word.removeprefix("@")) <= int(time.time())
