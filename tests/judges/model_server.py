"""A model server on loopback that judges as the lexical judge does, and can be made to fail."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from judges.lexical import LexicalJudge
from judges.options import JudgeCall, JudgeOptions
from runtime.judging import judge_options
from runtime.metrics import Metrics
from runtime.settings import Settings
from verification.types import Stance, StancePair

Fault = Callable[[BaseHTTPRequestHandler], None]
NLI = ("entailment", "neutral", "contradiction")
MEANING = (Stance.SUPPORTS, Stance.NEUTRAL, Stance.REFUTES)
TAGGED = re.compile(r"<(claim|passage)-[0-9a-f]+>\n(.*)\n</\1-", re.DOTALL)


def saying(status: int, body: bytes = b"{}", **headers: str) -> Fault:
    """Answer with these."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return fault


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more bytes than are sent, the JSON cut in its middle."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[[{"label": "entailm')
    handler.close_connection = True


@dataclass
class ModelServer:
    """What it serves, what it was asked, and what it does wrong next.

    `names` are the labels of the classes and `meaning` what they mean in truth; `faults` happen
    one per POST, and `reply` overrides what the chat model says about a pair.
    """

    url: str = ""
    names: Sequence[str] = NLI
    meaning: Sequence[Stance] = MEANING
    info: dict[str, Any] = field(
        default_factory=lambda: {"model_id": "someone/nli-large", "model_sha": "abc"}
    )
    batch: int = 8
    faults: deque[Fault] = field(default_factory=deque)
    reply: Callable[[StancePair], object] | None = None
    finish_reason: str = "stop"
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    busy: int = 0
    busiest: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    calls: list[JudgeCall] = field(default_factory=list)

    def options(self, **settings: object) -> JudgeOptions:
        """What the process gives its judge, with a list for a meter."""
        given = judge_options(Settings(**settings), Metrics())  # type: ignore[arg-type]
        return JudgeOptions(
            given.send, given.api_key, given.timeout_s, given.concurrency, self.calls.append
        )

    def hanging(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the test is over."""
        self.released.wait(30)
        handler.close_connection = True

    def answer(self, path: str, body: dict[str, Any]) -> object:
        return self.predict(body) if path == "/predict" else self.chat(body)

    def about(self) -> dict[str, Any]:
        numbered = {str(number): name for number, name in enumerate(self.names)}
        classifier = {"classifier": {"id2label": numbered}}
        return {"model_type": classifier, "max_client_batch_size": self.batch, **self.info}

    def predict(self, body: dict[str, Any]) -> list[list[dict[str, Any]]]:
        assert body["truncate"] is True
        assert len(body["inputs"]) <= self.batch
        pairs = [StancePair(claim, evidence) for evidence, claim in body["inputs"]]
        answers = []
        for judgement in LexicalJudge().judge(pairs):
            shares = judgement.as_mapping()
            scores = sorted(
                (
                    (shares[stance], name)
                    for name, stance in zip(self.names, self.meaning, strict=True)
                ),
                reverse=True,
            )
            answers.append([{"label": name, "score": score} for score, name in scores])
        return answers

    def chat(self, body: dict[str, Any]) -> dict[str, Any]:
        pair = asked_about(body)
        return self.chat_completion(self.reply(pair) if self.reply else chat_reply(pair))

    def chat_completion(self, content: object) -> dict[str, Any]:
        return {
            "model": "large-2026-11-01",
            "choices": [
                {
                    "finish_reason": self.finish_reason,
                    "message": {
                        "content": content if isinstance(content, str) else json.dumps(content)
                    },
                }
            ],
            "usage": {"prompt_tokens": 700, "completion_tokens": 30},
        }


def asked_about(body: dict[str, Any]) -> StancePair:
    """The pair inside the data of a chat request."""
    found = dict(TAGGED.findall(body["messages"][1]["content"]))
    return StancePair(found["claim"], found["passage"])


def chat_reply(pair: StancePair) -> dict[str, Any]:
    stance = LexicalJudge().judge([pair])[0].stance
    quote = "" if stance is Stance.NEUTRAL else pair.evidence
    return {"stance": stance.value, "certainty": "high", "quote": quote}


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server, up while the block runs."""
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            saying(200, json.dumps(model.about()).encode())(self)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with model.lock:
                model.asked.append(body)
                model.headers.append(dict(self.headers))
                model.busy += 1
                model.busiest = max(model.busiest, model.busy)
                fault = model.faults.popleft() if model.faults else None
            if fault is None:
                fault = saying(200, json.dumps(model.answer(self.path, body)).encode())
            with model.lock:
                model.busy -= 1  # before the caller can know, who may ask the next at once
            try:
                fault(self)
            except OSError:
                self.close_connection = True  # the caller had enough

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    model.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
