import json
import shutil
import socket
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import AddressRefused
from bot.feeds.guard import NotPublic, check_url, is_public, public_socket

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::5e", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.31.255.255",
    ]
    + ["192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"]
    + [
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
    ]
    + [
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2001:10::1",
        "2002:7f00:1::",
    ]
    + ["2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1"],
)
def test_an_address_that_is_not_is_not(address):
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_mapped_and_translated_forms_are_as_public_as_the_address_itself(address):
    assert (
        is_public(ip_address(f"::ffff:{address}")) == is_public(ip_address(f"64:ff9b::{address}")) == is_public(address)
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://x.example/", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("nasa.gov", "must begin with http"),
        ("http:///x", "names no host"),
        ("http://a:b@x.example/", "user name or password"),
        ("http://a@x.example/", "user name or password"),
        ("http://x.example:22/", "port 22 is not one of the web's"),
        ("http://127.0.0.1/", "127.0.0.1 is not a public address"),
        ("https://[::1]/", "::1 is not a public address"),
        ("http://[fe80::1%25eth0]/", "not a public address"),
        ("http://[::1/", "not an address"),
        ("http://x.example/" + "a" * 3_000, "longer than"),
    ],
)
def test_a_refused_address_is_told_why(url, reason):
    with pytest.raises(AddressRefused) as error:
        check_url(url)
    assert reason in error.value.reason
    assert "b@" not in str(error.value)


def test_the_host_s_own_addresses_may_be_private_and_on_any_port():
    assert check_url("http://127.0.0.1:8080/x", trusted=True).port == 8080
    with pytest.raises(AddressRefused):
        check_url("file:///etc/passwd", trusted=True)


def test_no_socket_is_made_for_an_inner_address():
    with pytest.raises(NotPublic):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)))
    with pytest.raises(NotPublic):
        public_socket((socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%lo", 80, 0, 1)))
    with pytest.raises(NotPublic):
        public_socket((socket.AF_UNIX, socket.SOCK_STREAM, 0, "", ("/run/x",)))
    public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))).close()


# ---------------------------------------------------------------- where nothing outside can be reached


def probe(*arguments: str) -> dict[str, object]:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs util-linux's unshare and the right to make a network namespace")
    if not shutil.which("ip"):
        pytest.skip("needs iproute2's ip")
    program = [unshare, "-rn", sys.executable, str(ROOT / "tests/feeds/ssrf_probe.py"), *arguments]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/usr/sbin:/bin:/sbin"}
    done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=50, env=environment)
    return json.loads(done.stdout)


def test_no_hostile_address_reaches_the_inside():
    seen = probe()
    assert seen["asked"] >= 50
    assert seen["reached"] == {}


def test_without_the_guard_at_connecting_names_redirects_and_rebinding_do():
    reached = probe("open")["reached"]
    assert {"http://inner.test/", "http://rebind.test/", "http://publisher.test/to/1", "http://six.test/"} <= set(
        reached
    )


def test_odd_forms_of_an_inner_address_lead_inside_where_nobody_looks_at_them():
    reached = probe("wide")["reached"]
    assert {
        "http://127。0。0。1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://user:secret@127.0.0.1/",
        "http://publisher.test/to/0",
    } <= set(reached)
