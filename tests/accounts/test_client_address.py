"""The address that limits count by: nothing a client writes changes it."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory

from accounts.addresses import UNKNOWN, client_address, places

PEER = "198.51.100.7"


def asked(*, forwarded=None, peer=PEER):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **extra)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PEER),
        (0, "203.0.113.9", PEER),  # no proxy of ours: the header is the client's own
        (0, "203.0.113.9, 203.0.113.10", PEER),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # what stands to the left is hearsay
        (1, "6.6.6.6, 7.7.7.7,203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", PEER),  # one entry where two proxies write: somebody came past the first
        (1, None, PEER),
        (1, "", PEER),
        (1, "6.6.6.6,", PEER),
        (1, "6.6.6.6, unknown", PEER),
        (1, "6.6.6.6, _hidden", PEER),
        (1, "6.6.6.6, 203.0.113.999", PEER),
        (1, "6.6.6.6, 0x7f.1", PEER),
        (1, "," * 5000, PEER),
    ],
)
def test_the_last_hop_not_ours_is_the_client(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(asked(forwarded=forwarded)) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ('"[2001:db8::1]:4711"', "2001:db8::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.9:80", PEER),
        ("[203.0.113", PEER),
        ("[]", PEER),
    ],
)
def test_an_address_is_read_however_a_proxy_writes_it(settings, written, address):
    settings.TRUSTED_PROXIES = 1

    assert client_address(asked(forwarded=written)) == address


@pytest.mark.parametrize(
    ("peer", "address", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ],
)
def test_a_visitor_is_one_address_and_one_network(peer, address, network):
    assert places(asked(peer=peer)) == {"address": address, "network": network}


def test_without_any_address_all_visitors_share_one_limit(caplog):
    """gunicorn on a unix socket and TRUSTED_PROXIES left at 0."""
    nobody = asked(peer="", forwarded="203.0.113.9")

    assert client_address(nobody) == ""
    assert places(nobody) == {"address": UNKNOWN, "network": UNKNOWN}
    assert "TRUSTED_PROXIES" in caplog.text
    assert get_adapter().get_client_ip(nobody) == UNKNOWN


@pytest.mark.parametrize("proxies", (0, 1))
def test_the_sign_in_counts_by_the_same_address(settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    request = asked(forwarded="6.6.6.6, 203.0.113.9:99")

    assert get_adapter().get_client_ip(request) == client_address(request)


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_cache")
def test_a_forged_header_buys_no_further_sign_ups(client, settings):
    settings.TRUSTED_PROXIES = 1
    answers = [
        client.post(
            "/accounts/signup/",
            {"email": f"new{number}@example.org", "password1": "short"},
            HTTP_X_FORWARDED_FOR=f"6.6.6.{number}, 203.0.113.9",
        )
        for number in range(11)
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert b"Wait a few minutes" in answers[-1].content
