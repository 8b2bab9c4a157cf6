"""Reading what a chat model answered, and taking nothing for a stance that is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from judges.chat_prompt import CERTAINTY, SCHEMA
from verification.errors import JudgeAnswerInvalid
from verification.types import Stance

# One letter is in every passage; a few words are not.
_QUOTED_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, why the model stopped, and the tokens it charged."""

    content: str
    finished: str
    tokens_in: int
    tokens_out: int


def read_reply(answer: Any) -> Reply:  # noqa: ANN401 - any JSON
    """The parts of a chat completion that count; what is missing is empty or 0."""
    choice = _first(_member(answer, "choices"))
    content = _member(_member(choice, "message"), "content")
    finished = _member(choice, "finish_reason")
    usage = _member(answer, "usage")
    return Reply(
        content if isinstance(content, str) else "",
        finished if isinstance(finished, str) else "",
        _tokens(usage, "prompt_tokens"),
        _tokens(usage, "completion_tokens"),
    )


def read_stance(reply: Reply, passage: str) -> dict[Stance, float]:
    """The shares of the three stances in a reply about a passage.

    Raises JudgeAnswerInvalid, with a sentence the model can be told, unless the reply is whole,
    of the form asked for, and quotes the passage word for word.
    """
    if reply.finished == "length":
        raise JudgeAnswerInvalid("The answer was cut off.")
    try:
        answer = json.loads(reply.content)
    except (ValueError, RecursionError):
        raise JudgeAnswerInvalid("The answer is not JSON.") from None
    if not isinstance(answer, dict) or set(answer) != set(SCHEMA["required"]):
        raise JudgeAnswerInvalid("The answer has not just the members asked for.")
    stance, certainty = answer["stance"], answer["certainty"]
    if stance not in list(Stance) or certainty not in list(CERTAINTY):
        raise JudgeAnswerInvalid("The answer has a stance or a certainty outside the set.")
    _check_quote(answer["quote"], passage, Stance(stance))
    return _shares(Stance(stance), CERTAINTY[certainty])


def _check_quote(quote: object, passage: str, stance: Stance) -> None:
    if not isinstance(quote, str):
        raise JudgeAnswerInvalid("The quote is no text.")
    if quote not in passage:
        raise JudgeAnswerInvalid("The quote is not in the passage character for character.")
    wanted = min(_QUOTED_WORDS, len(passage.split()))
    if stance is not Stance.NEUTRAL and len(quote.split()) < wanted:
        raise JudgeAnswerInvalid("The quote is missing or too short to decide anything.")


def _shares(stance: Stance, share: float) -> dict[Stance, float]:
    """A doubtful yes or no is more often neither than the opposite."""
    rest = 1.0 - share
    if stance is Stance.NEUTRAL:
        return {Stance.NEUTRAL: share, Stance.SUPPORTS: rest / 2, Stance.REFUTES: rest / 2}
    opposite = Stance.REFUTES if stance is Stance.SUPPORTS else Stance.SUPPORTS
    return {stance: share, Stance.NEUTRAL: rest * 0.75, opposite: rest * 0.25}


def _member(value: object, name: str) -> Any:  # noqa: ANN401 - any JSON
    return value.get(name) if isinstance(value, Mapping) else None


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else None


def _tokens(usage: object, name: str) -> int:
    count = _member(usage, name)
    return count if isinstance(count, int) and count > 0 else 0
