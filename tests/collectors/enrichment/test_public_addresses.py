"""What is never asked, however it is written: private addresses, other schemes, odd ports."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest

from collectors.enrichment.public_addresses import RefusedError, checked, is_public, parts_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::10.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "2002:a00:1::", "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo around 10.0.0.1
    ],
)  # fmt: skip
def test_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "93.184.215.14",
        "2606:4700:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
    ],
)
def test_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/a", "gopher://example.org/", "javascript:alert(1)", "data:,a",
        "//example.org/a", "/a", "", "https://", "https:///a", "https://example.org:22/", "http://example.org:8080/",
        "http://example.org:port/", "http://example.org:99999/", "http://[::1/", "http://user@example.org/",
        "http://t.co@example.org/", "http://:pw@example.org/", "http://2130706433/", "http://0x7f000001/",
        "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1.:22/", "http://1.2.3.4.5/",
        f"https://{'a' * 64}.org/", f"https://example.org/{'a' * 2_048}", "http://exa..mple.org/",
    ],
)  # fmt: skip
def test_refused(url):
    with pytest.raises(RefusedError):
        parts_of(url)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://T.CO/a", "t.co", 443),
        ("http://t.co./a", "t.co", 80),
        ("http://example.org:443/", "example.org", 443),
        ("https://préfecture.fr/", "xn--prfecture-c4a.fr", 443),
        ("https://[2606:4700::1]/", "2606:4700::1", 443),
        ("http://1.1.1.1/", "1.1.1.1", 80),
    ],
)
def test_parts(url, host, port):
    assert parts_of(url)[1:] == (host, port)


def looked_up(host, *addresses):
    async def lookup(_host, _port):
        return list(addresses)

    return asyncio.run(checked(host, 443, lookup, is_public))


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("inside.test", ["10.0.0.1"]),
        ("both.test", ["1.1.1.1", "10.0.0.1"]),
        ("both.test", ["1.1.1.1", "::1"]),
        ("metadata.test", ["169.254.169.254"]),
        ("link.test", ["fe80::1%eth0"]),
        ("nothing.test", []),
        ("broken.test", ["no address"]),
        ("127.0.0.1", ["1.1.1.1"]),
        ("::1", ["1.1.1.1"]),
    ],
)
def test_a_host_with_any_address_inside_is_refused(host, addresses):
    with pytest.raises(RefusedError):
        looked_up(host, *addresses)


def test_the_first_address_is_connected_to():
    assert looked_up("example.test", "1.1.1.1", "2606:4700::1") == ip_address("1.1.1.1")
    assert looked_up("1.0.0.1") == ip_address("1.0.0.1")


def test_an_unknown_host_is_refused():
    async def lookup(_host, _port):
        raise OSError("no such host")

    with pytest.raises(RefusedError, match="no such host"):
        asyncio.run(checked("example.test", 443, lookup, is_public))
