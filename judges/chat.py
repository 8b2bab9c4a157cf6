"""A judge behind an OpenAI-compatible `/chat/completions`: closed labels and a verbatim quote.

Each pair is one request. An answer that is not the JSON asked for, or whose quote is not in the
passage word for word, is asked for once more and is then JudgeAnswerInvalid, never a stance.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Final

from judges.address import Address
from judges.answers import about_words, judgement
from judges.chat_answers import Reply, read_reply, read_stance
from judges.chat_prompt import AGAIN, SCHEMA, SYSTEM, data_message, prompt_version
from judges.options import JudgeCall, JudgeOptions
from judges.recent import Recent
from judges.server import Server
from verification.errors import JudgeAnswerInvalid, SettingsInvalid
from verification.types import StanceJudgement, StancePair

FORMATS: Final = ("json_schema", "json_object", "none")
_PATH: Final = "/chat/completions"
_TRIES: Final = 2
_ANSWER_TOKENS: Final = 800
_THINKING_TOKENS: Final = 8000
# Answers are paid for: what was answered just before a failure is not asked again.
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class ChatModel:
    """What is asked for: the model's name, how it is made to answer JSON, whether it reasons."""

    name: str
    answer_format: str = "json_schema"
    reasoning: bool = False

    def request(self, messages: list[dict[str, str]]) -> dict[str, Any]:
        """The body of a request."""
        body: dict[str, Any] = {"model": self.name, "messages": messages}
        if self.reasoning:
            body["max_completion_tokens"] = _THINKING_TOKENS
        else:
            body |= {"max_tokens": _ANSWER_TOKENS, "temperature": 0}
        if self.answer_format == "json_schema":
            schema = {"name": "stance", "strict": True, "schema": SCHEMA}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.answer_format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body


class ChatJudge:
    """The judge at `chat+https://HOST/v1?model=NAME`."""

    max_batch = 16

    def __init__(self, server: Server, model: ChatModel, version: str, concurrency: int) -> None:
        self.version = version
        self._server = server
        self._model = model
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="judge")
        self._known: Recent[str, StanceJudgement] = Recent(_REMEMBERED)

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair. Raises JudgeUnavailable or JudgeAnswerInvalid."""
        return about_words(pairs, self._judge)

    def close(self) -> None:
        """Let what is under way end, and take nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _judge(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        deadline = self._server.deadline()
        different = list(dict.fromkeys(pairs))
        asked = [
            self._pool.submit(copy_context().run, self._remembered, pair, deadline)
            for pair in different
        ]
        try:
            found = {pair: each.result() for pair, each in zip(different, asked, strict=True)}
        finally:
            for each in asked:
                each.cancel()
        return [found[pair] for pair in pairs]

    def _remembered(self, pair: StancePair, deadline: float) -> StanceJudgement:
        message = data_message(pair)
        known = self._known.find([message])
        if known:
            return known[message]
        found = self._ask(pair, message, deadline)
        self._known.keep({message: found})
        return found

    def _ask(self, pair: StancePair, message: str, deadline: float) -> StanceJudgement:
        messages = [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": message},
        ]
        for _ in range(_TRIES):
            body = self._model.request(messages)
            reply = read_reply(self._server.post(_PATH, body, deadline))
            try:
                found = judgement(read_stance(reply, pair.evidence))
            except JudgeAnswerInvalid as error:
                self._count("invalid", reply)
                invalid = error
                again = AGAIN.format(reason=error.detail)
                messages = [
                    *messages[:2],
                    {"role": "assistant", "content": reply.content},
                    {"role": "user", "content": again},
                ]
            else:
                self._count("answered", reply)
                return found
        raise invalid

    def _count(self, outcome: str, reply: Reply) -> None:
        self._server.count(JudgeCall(outcome, reply.tokens_in, reply.tokens_out))


def open_chat(address: Address, options: JudgeOptions) -> ChatJudge:
    """The judge at a `chat+http(s)://` address; nothing is asked yet. Raises SettingsInvalid."""
    address.allow("model", "format", "reasoning")
    answer_format = address.option("format", FORMATS[0])
    if answer_format not in FORMATS:
        raise SettingsInvalid(f"`format={answer_format}` is not one of {', '.join(FORMATS)}.")
    reasoning = address.option("reasoning", "no")
    if reasoning not in {"yes", "no"}:
        raise SettingsInvalid(f"`reasoning={reasoning}` is neither yes nor no.")
    model = ChatModel(address.option("model"), answer_format, reasoning == "yes")
    base = address.server()
    content = json.dumps([base, model.name, answer_format, reasoning])
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    version = f"chat-{model.name.strip()}-{prompt_version()}-{digest}"
    return ChatJudge(Server(base, options), model, version, options.concurrency)
