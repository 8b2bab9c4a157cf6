from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.addresses import is_public, read_url
from verification.errors import EgressFailed


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",  # carrier-grade NAT
        "100.100.100.200",  # a cloud's metadata
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",  # a cloud's metadata on a number that looks public
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",  # 6to4 relays
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",  # compatible IPv4
        "::ffff:127.0.0.1",  # mapped IPv4
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",  # NAT64
        "64:ff9b:1::1",
        "100::1",
        "2001::1",  # Teredo
        "2001:db8::1",
        "2002:7f00:1::",  # 6to4
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_these_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "223.255.255.1", "2606:4700::1111", "2a00:1450::1"],
)
def test_these_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://example.org", ("https", "example.org", 443, "/", "example.org")),
        ("https://Example.ORG./a?b=c#d", ("https", "example.org", 443, "/a?b=c", "example.org")),
        ("http://example.org:8080?x", ("http", "example.org", 8080, "/?x", "example.org:8080")),
        ("https://8.8.8.8/", ("https", "8.8.8.8", 443, "/", "8.8.8.8")),
        (
            "https://[2606:4700::1111]:444/",
            ("https", "2606:4700::1111", 444, "/", "[2606:4700::1111]:444"),
        ),
        (
            "https://bücher.example/ü".replace("/ü", "/"),
            ("https", "xn--bcher-kva.example", 443, "/", "xn--bcher-kva.example"),
        ),
    ],
)
def test_a_url_is_taken_apart(url: str, parts: tuple[str, str, int, str, str]) -> None:
    target = read_url(url)
    assert (target.scheme, target.host, target.port, target.path, target.authority) == parts


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "https:///path",
        "https://",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "https://user@example.org/",
        "https://user:password@example.org/",
        "https://example.org@127.0.0.1/",
        "https://example.org\\@127.0.0.1/",
        "https://example.org\r\nHost: other/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/\u00fc",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://exa_mple..org/",
        "https://-example.org/",
        "https://*.example.org/",
        "https://example.org%00.evil/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1.0x1/",
        "https://1.2.3.4.5/",
        "https://256.256.256.256/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://[::ffff:127.0.0.1.]/",
        "https://" + "a" * 64 + ".org/",
        "https://" + "a." * 200 + "org/",
        "https://" + "\u00fc" * 300 + "/",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(EgressFailed) as caught:
        read_url(url)
    assert caught.value.code == "egress_refused"


@given(st.text())
def test_any_text_is_a_target_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.org/{text}"):
        try:
            target = read_url(url)
        except EgressFailed as error:
            assert error.code == "egress_refused"
        else:
            assert target.path.isascii()
            assert not set(target.host + target.path) & set("\r\n \\")
