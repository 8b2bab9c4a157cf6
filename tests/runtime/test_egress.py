from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

import runtime.egress
from runtime.addresses import Address, is_public
from runtime.egress import Egress, Want
from runtime.settings import Settings
from tests.runtime.conftest import Authority, Receiver, plainly
from verification.errors import EgressFailed

LOOPBACK = ipaddress.ip_address("127.0.0.1")
OPEN = Settings(egress_allow_private=True, egress_allow_http=True, egress_ports=(0,))
STRICT = Settings(egress_allow_http=True, egress_ports=(0,))


class Names:
    """A resolver that says what the test wants; a list of lists gives one answer after another."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = [[ipaddress.ip_address(text) for text in answer] for answer in answers]
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[Address]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def egress(
    settings: Settings = OPEN, names: Names | None = None, tls: ssl.SSLContext | None = None
) -> Egress:
    return Egress(settings, resolve=names or Names(["127.0.0.1"]), tls=tls)


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the receivers on 127.0.0.1 stand for public ones; every other rule holds."""
    monkeypatch.setattr(
        runtime.egress, "is_public", lambda address: address == LOOPBACK or is_public(address)
    )


def refusal(sender: Egress, url: str) -> str:
    with pytest.raises(EgressFailed) as caught:
        sender.get(url, Want(), 5)
    with pytest.raises(EgressFailed) as also:
        sender.post(url, b"{}", {}, 5)
    assert also.value.code == caught.value.code
    return caught.value.code


def test_a_body_is_sent_with_its_headers(receiver: Receiver) -> None:
    settings = Settings(
        egress_allow_private=True,
        egress_allow_http=True,
        egress_ports=(0,),
        contact="a@example.org",
    )
    answer = egress(settings).post(
        receiver.url("/in?x=1"), b'{"a": 1}', {"Content-Type": "application/json"}, 5
    )

    (request,) = receiver.requests
    assert (answer.status, answer.body) == (200, b"thanks")
    assert (request.method, request.path, request.body) == ("POST", "/in?x=1", b'{"a": 1}')
    assert request.headers["Host"] == f"receiver.example:{receiver.port}"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"] == "Assay (+a@example.org)"


def test_over_tls_the_name_is_checked_though_the_address_is_pinned(
    tls_receiver: Receiver, authority: Authority
) -> None:
    settings = Settings(egress_allow_private=True, egress_ports=(0,))
    sender = egress(settings, tls=authority.trusting())

    assert sender.post(tls_receiver.url(), b"{}", {}, 5).status == 200
    with pytest.raises(EgressFailed, match="certificate"):
        sender.post(tls_receiver.url(host="other.example"), b"{}", {}, 5)
    with pytest.raises(EgressFailed, match="certificate"):
        egress(settings).post(tls_receiver.url(), b"{}", {}, 5)
    assert len(tls_receiver.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://example.org:8443/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://localhost./",
        "https://a.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://user:password@example.org/",
        "https://0x7f.1/",
    ],
)
def test_by_default_only_public_https_is_allowed(url: str) -> None:
    names = Names(["93.184.216.34"])
    sender = egress(Settings(), names)

    assert refusal(sender, url) == "egress_refused"
    with pytest.raises(EgressFailed):
        sender.check(url)
    assert not names.asked
    sender.check("https://example.org/hook")


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["2606:4700::1111", "::ffff:127.0.0.1"],
        ["100.64.1.1"],
    ],
)
def test_one_answer_that_is_not_public_is_enough_to_refuse(answers: list[str]) -> None:
    assert refusal(egress(Settings(), Names(answers)), "https://example.org/") == "egress_refused"


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_is_looked_up_once_and_the_answer_is_the_one_dialled(receiver: Receiver) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    assert egress(STRICT, names).post(receiver.url(), b"{}", {}, 5).status == 200
    assert names.asked == ["receiver.example"]
    assert refusal(egress(STRICT, Names(["10.0.0.1"])), receiver.url()) == "egress_refused"


def test_when_one_address_does_not_answer_the_next_is_dialled(receiver: Receiver) -> None:
    names = Names(["127.0.0.2", "127.0.0.1"])
    assert egress(names=names).post(receiver.url(), b"{}", {}, 5).status == 200


def test_an_unknown_host_and_a_closed_port_are_failures(receiver: Receiver) -> None:
    def unknown(host: str, port: int) -> Sequence[Address]:
        raise socket.gaierror

    with pytest.raises(EgressFailed, match="not known"):
        Egress(OPEN, resolve=unknown).post(receiver.url(), b"{}", {}, 5)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(EgressFailed, match="could not be reached"):
            egress().post(f"http://receiver.example:{closed.getsockname()[1]}/", b"{}", {}, 5)


@pytest.fixture
def ended() -> Iterator[Event]:
    """Set when the test has ended, so that nothing of it is left hanging."""
    event = Event()
    yield event
    event.set()


def test_a_resolver_that_hangs_is_not_waited_for(ended: Event) -> None:
    def hang(host: str, port: int) -> Sequence[Address]:
        ended.wait()
        return [LOOPBACK]

    with pytest.raises(EgressFailed) as caught:
        Egress(OPEN, resolve=hang).post("http://receiver.example/", b"{}", {}, 0.1)
    assert caught.value.code == "egress_timeout"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_callback_follows_no_redirect(receiver: Receiver, status: int) -> None:
    receiver.answers["/"] = plainly(status, Location=receiver.url("/elsewhere"))
    assert egress().post(receiver.url(), b"{}", {}, 5).status == status
    assert [request.path for request in receiver.requests] == ["/"]


def test_fetching_follows_three_redirects_and_no_more(receiver: Receiver) -> None:
    for number in range(5):
        receiver.answers[f"/{number}"] = plainly(302, Location=f"/{number + 1}")
    receiver.answers["/5"] = plainly(body=b"the document")

    answer = egress().get(receiver.url("/2"), Want(), 5)
    assert (answer.body, answer.url) == (b"the document", receiver.url("/5"))
    with pytest.raises(EgressFailed, match="more than 3"):
        egress().get(receiver.url("/1"), Want(), 5)


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    "onward",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost/",
        "http://inside.example/",
        "file:///etc/passwd",
        "http://user:password@receiver.example/",
    ],
)
def test_every_redirect_is_checked_like_the_first(receiver: Receiver, onward: str) -> None:
    receiver.answers["/"] = plainly(302, Location=onward)
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with pytest.raises(EgressFailed) as caught:
        egress(STRICT, names).get(receiver.url(), Want(), 5)
    assert caught.value.code == "egress_refused"
    assert len(receiver.requests) == 1


def test_a_redirect_from_https_to_http_is_refused(
    tls_receiver: Receiver, authority: Authority
) -> None:
    tls_receiver.answers["/"] = plainly(302, Location="http://receiver.example/")
    settings = Settings(egress_allow_private=True, egress_ports=(0,))
    with pytest.raises(EgressFailed, match="not https"):
        egress(settings, tls=authority.trusting()).get(tls_receiver.url(), Want(), 5)


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert egress().post(receiver.url(), b"{}", {}, 5).status == 200


def test_only_the_wanted_kinds_of_document_are_taken(receiver: Receiver) -> None:
    receiver.answers["/"] = plainly(body=b"<p>", Content_Type="Text/HTML; charset=utf-8")
    want = Want(content_types=("text/html",))
    assert egress().get(receiver.url(), want, 5).body == b"<p>"
    with pytest.raises(EgressFailed) as caught:
        egress().get(receiver.url(), Want(content_types=("application/pdf",)), 5)
    assert caught.value.code == "egress_type"


def endlessly(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    packed = zlib.compressobj(wbits=31)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    for _ in range(2000):
        handler.wfile.write(packed.compress(b"\0" * 1_000_000))
    handler.wfile.write(packed.flush())


@pytest.mark.parametrize("answer", [endlessly, bomb])
def test_a_document_is_cut_off_at_its_limit_after_decompression(
    receiver: Receiver, answer: object
) -> None:
    receiver.answers["/"] = answer  # type: ignore[assignment]
    with pytest.raises(EgressFailed) as caught:
        egress().get(receiver.url(), Want(max_bytes=300_000), 20)
    assert caught.value.code == "egress_too_large"
    assert len(egress().post(receiver.url(), b"{}", {}, 20).body) == 1024


def test_a_document_of_just_the_limit_is_taken(receiver: Receiver) -> None:
    body = b"y" * 100_000
    receiver.answers["/"] = plainly(body=gzip.compress(body), Content_Encoding="gzip")
    assert egress().get(receiver.url(), Want(max_bytes=100_000), 5).body == body


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler)


def saying_nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.rfile.read(1)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [dripping_body, dripping_headers, saying_nothing])
def test_a_document_that_drips_ends_at_the_deadline(receiver: Receiver, answer: object) -> None:
    receiver.answers["/"] = answer  # type: ignore[assignment]
    with pytest.raises(EgressFailed) as caught:
        egress().get(receiver.url(), Want(), 0.5)
    assert caught.value.code == "egress_timeout"


@pytest.mark.parametrize("answer", [dripping_headers, saying_nothing])
def test_a_callback_that_drips_ends_at_the_deadline(receiver: Receiver, answer: object) -> None:
    receiver.answers["/"] = answer  # type: ignore[assignment]
    with pytest.raises(EgressFailed) as caught:
        egress().post(receiver.url(), b"{}", {}, 0.5)
    assert caught.value.code == "egress_timeout"


def test_a_handshake_that_never_comes_ends_at_the_deadline(receiver: Receiver) -> None:
    settings = Settings(egress_allow_private=True, egress_ports=(0,))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(EgressFailed) as caught:
        egress(settings).post(f"https://receiver.example:{silent.getsockname()[1]}/", b"", {}, 0.5)
    assert caught.value.code == "egress_timeout"


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


def not_gzip(handler: BaseHTTPRequestHandler) -> None:
    plainly(body=b"not gzip", Content_Encoding="gzip")(handler)


def not_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    handler.close_connection = True


@pytest.mark.parametrize("answer", [broken_off, not_gzip, not_http])
def test_a_broken_answer_is_a_failure(receiver: Receiver, answer: object) -> None:
    receiver.answers["/"] = answer  # type: ignore[assignment]
    with pytest.raises(EgressFailed):
        egress().get(receiver.url(), Want(), 5)


@pytest.mark.parametrize("answer", [broken_off, not_gzip, dripping_body])
def test_for_a_callback_the_status_is_what_counts(receiver: Receiver, answer: object) -> None:
    receiver.answers["/"] = answer  # type: ignore[assignment]
    assert egress().post(receiver.url(), b"{}", {}, 0.5).status == 200


def test_no_error_quotes_the_address(receiver: Receiver) -> None:
    receiver.answers["/?token=geheim"] = not_http
    with pytest.raises(EgressFailed) as caught:
        egress().post(receiver.url("/?token=geheim"), b"{}", {}, 5)
    assert "geheim" not in str(caught.value)
