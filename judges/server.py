"""Asking a judge's server: JSON both ways, bounded waits, and failures in our words."""

from __future__ import annotations

import json
import random
import threading
import time
from typing import Any, Final

from judges.options import Answer, JudgeCall, JudgeOptions, Message
from verification.errors import EgressFailed, JudgeAnswerInvalid, JudgeUnavailable

RETRIES: Final = 4
_BUSY: Final = frozenset({429, 503})
_PAUSE_S: Final = 0.25
_REASONS: Final = {
    400: "refused the request; docs/judges.md says which options some servers need",
    401: "refused the key; check ASSAY_JUDGE_API_KEY",
    403: "refused the key; check ASSAY_JUDGE_API_KEY",
    404: "knows no such address or model; check ASSAY_JUDGE_URL",
    413: "found the request too large",
    429: "is too busy",
    503: "is too busy",
}


class Server:
    """The operator's own model server at `base`, an http(s) address without a slash at its end."""

    def __init__(self, base: str, options: JudgeOptions) -> None:
        self._base = base
        self._options = options

    def deadline(self) -> float:
        """When a call that begins now must have its answer; a monotonic time."""
        return time.monotonic() + self._options.timeout_s

    def count(self, call: JudgeCall) -> None:
        """Tell the meter."""
        self._options.count(call)

    def get(self, path: str, deadline: float) -> Any:  # noqa: ANN401 - any JSON
        """The JSON at a path. Raises as `post`."""
        return self._exchange("GET", path, None, deadline)

    def post(self, path: str, body: object, deadline: float) -> Any:  # noqa: ANN401 - any JSON
        """The JSON that a server answers.

        A server that is busy is asked again while the deadline allows. Raises JudgeUnavailable
        when no answer came, JudgeAnswerInvalid when it is no JSON.
        """
        return self._exchange("POST", path, json.dumps(body).encode(), deadline)

    def _exchange(self, method: str, path: str, body: bytes | None, deadline: float) -> Any:  # noqa: ANN401
        message = Message(method, self._base + path, self._headers(), body)
        for trial in range(RETRIES + 1):
            answer = self._sent(message, deadline)
            if answer.status not in _BUSY:
                break
            self.count(JudgeCall("refused"))
            wait_s = _wait_s(answer, trial)
            if trial == RETRIES or time.monotonic() + wait_s >= deadline:
                break
            threading.Event().wait(wait_s)
        return self._read(answer)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._options.api_key:
            headers["Authorization"] = f"Bearer {self._options.api_key}"
        return headers

    def _sent(self, message: Message, deadline: float) -> Answer:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            self.count(JudgeCall("failed"))
            raise JudgeUnavailable("The judge's server did not answer in time.")
        try:
            return self._options.send(message, left_s)
        except EgressFailed as error:
            self.count(JudgeCall("failed"))
            said = error.detail.replace("The address", "it").removesuffix(".")
            raise JudgeUnavailable(f"The judge's server does not answer: {said}.") from error

    def _read(self, answer: Answer) -> Any:  # noqa: ANN401 - any JSON
        if answer.status != 200:
            if answer.status not in _BUSY:
                self.count(JudgeCall("failed"))
            reason = _REASONS.get(answer.status, "failed")
            raise JudgeUnavailable(f"The judge's server {reason} (status {answer.status}).")
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            self.count(JudgeCall("invalid"))
            raise JudgeAnswerInvalid("The judge's server answered with what is no JSON.") from None


def _wait_s(answer: Answer, trial: int) -> float:
    """How long to leave a busy server alone: as it says in seconds, or doubling with jitter."""
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(said[:9])
    return _PAUSE_S * 2.0**trial * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
