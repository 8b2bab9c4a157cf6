"""What the judge is given by this process: a way out to the operator's own server, and a meter."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from judges.options import Answer, JudgeCall, JudgeOptions, Message
from runtime.egress import Egress
from runtime.logs import logger
from runtime.metrics import Metrics
from runtime.settings import Settings
from verification.errors import SettingsInvalid

log = logger(__name__)

MILLION = 1_000_000


def judge_options(settings: Settings, metrics: Metrics) -> JudgeOptions:
    """How this process reaches its judge. Raises SettingsInvalid when the CA file is none."""
    return JudgeOptions(
        send=_OwnServer(settings).send,
        api_key=settings.judge_api_key,
        timeout_s=settings.judge_timeout_s,
        concurrency=settings.judge_concurrency,
        count=_meter(settings, metrics),
    )


class _OwnServer:
    """The way out to servers that only the operator can name.

    They may be private and without TLS; deadlines, limits and the look at the address are those
    of every request that leaves the house, and no redirect leads anywhere else.
    """

    def __init__(self, settings: Settings) -> None:
        trusted = replace(
            settings, egress_allow_private=True, egress_allow_http=True, egress_ports=(0,)
        )
        self._egress = Egress(trusted, tls=_trusting(settings.judge_ca_file))

    def send(self, message: Message, timeout_s: float) -> Answer:
        """Send one request and wait for its whole answer. Raises EgressFailed."""
        content = message.body, message.headers
        return self._egress.exchange(message.method, message.url, content, timeout_s)


def _trusting(ca_file: str) -> ssl.SSLContext | None:
    if not ca_file:
        return None
    if not Path(ca_file).is_file():
        raise SettingsInvalid(f"There is no CA file {ca_file}.")
    try:
        return ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError:
        raise SettingsInvalid(f"The CA file {ca_file} has no certificate.") from None


def _meter(settings: Settings, metrics: Metrics) -> Callable[[JudgeCall], None]:
    def count(call: JudgeCall) -> None:
        cost = (
            call.tokens_in * settings.judge_price_input
            + call.tokens_out * settings.judge_price_output
        ) / MILLION
        metrics.judged(call, cost)
        log.info(
            "judge_asked",
            outcome=call.outcome,
            tokens_in=call.tokens_in,
            tokens_out=call.tokens_out,
            cost=round(cost, 6),
        )

    return count
