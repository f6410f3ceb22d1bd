"""Where a request comes from, as far as the one who sent it can't forge it."""

import ipaddress
import logging

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# All requests without a readable address count as this one visitor.
UNKNOWN = "unknown"
# What one household, clinic or server is given: counted as one address, and as one network.
ADDRESS_PREFIX = {4: 32, 6: 64}
NETWORK_PREFIX = {4: 24, 6: 48}


def client_address(request: HttpRequest) -> str:
    """The address of whoever speaks to the outermost proxy of ours, in its shortest form; "" when there is none.

    Each proxy writes at the end of X-Forwarded-For whom it heard from, so with TRUSTED_PROXIES = n the nth entry
    from the right is the last that a proxy of ours wrote; all to its left is hearsay. With 0 the header is not
    read at all. Too short a list, or an entry that is no address: the connection's own (REMOTE_ADDR). A server on
    a unix socket has none; then, without a proxy's word, the answer is "".
    """
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= proxies and (forwarded := parsed(hops[-proxies])):
            return str(forwarded)
    return str(parsed(request.META.get("REMOTE_ADDR", "")) or "")


def parsed(text: str) -> Address | None:
    """An address as proxies write it: with or without port, brackets and quotes; None when it isn't one.

    IPv4 written as IPv6 (::ffff:192.0.2.1) is IPv4: else one visitor could be two.
    """
    text = text.strip(' \t"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def places(request: HttpRequest) -> dict[str, str]:
    """What limits count by: {"address": …, "network": …}, an IPv6 /64 and /48, an IPv4 address and its /24."""
    address = client_address(request)
    if not address:
        logger.error("no client address: all visitors share one limit; see TRUSTED_PROXIES")
        return {"address": UNKNOWN, "network": UNKNOWN}
    version = ipaddress.ip_address(address).version
    return {
        "address": _cut(address, ADDRESS_PREFIX[version]),
        "network": _cut(address, NETWORK_PREFIX[version]),
    }


def _cut(address: str, prefix: int) -> str:
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
