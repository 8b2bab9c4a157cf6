"""Structured logs: ids and static event names, never the text of a claim, never a secret."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TypeAlias, cast

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import Processor, WrappedLogger

from runtime.settings import Settings
from verification.errors import AssayError

# Names of ids that are bound once and then stand in every line: request_id, claim_id, run_id, …
bound = bound_contextvars

Event: TypeAlias = MutableMapping[str, Any]
Failure: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]

HIDDEN = "…"
_HIDDEN_FIELDS = re.compile(
    r"(?:^|_)(?:text|claim|quote|body|query|password|secret|secrets|token|authorization|cookie|"
    r"signature|api_key)$"
)
_SECRETS = (
    (re.compile(r"(?<=://)[^/\s@]*@"), f"{HIDDEN}@"),
    (re.compile(r"\bwhsec_[A-Za-z0-9+/=_-]+"), f"whsec_{HIDDEN}"),
    (re.compile(r"\bassay_[A-Za-z0-9]+_[A-Za-z0-9_-]{20,}"), f"assay_{HIDDEN}"),
    (re.compile(r"(?i)\bbearer\s+[^\s\"']+"), f"Bearer {HIDDEN}"),
)
# What they tell of every task, request or connection is told by us, with ids.
_CHATTY = (
    "alembic",
    "amqp",
    "celery.app.trace",
    "celery.worker.strategy",
    "dogpile",
    "elastic_transport",
    "kombu",
    "urllib3",
    "werkzeug",
)


def logger(name: str) -> BoundLogger:
    """The logger of a module; events are short, static and in lower case."""
    return cast("BoundLogger", structlog.get_logger(name))


def configure_logs(settings: Settings) -> None:
    """Send what this process logs, and its libraries, to standard error in one form."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _describe_failure,
        redact,
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[ProcessorFormatter.remove_processors_meta, _renderer(settings)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def redact(_logger: WrappedLogger, _method: str, event: Event) -> Event:
    """Blank out fields that may carry a claim or a secret, and secrets inside other texts."""
    for name, value in event.items():
        event[name] = HIDDEN if _HIDDEN_FIELDS.search(name) else _without_secrets(value)
    return event


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        for pattern, instead in _SECRETS:
            value = pattern.sub(instead, value)
    elif isinstance(value, Mapping):
        return {name: _without_secrets(part) for name, part in value.items()}
    elif isinstance(value, list | tuple):
        return [_without_secrets(part) for part in value]
    return value


def _describe_failure(_logger: WrappedLogger, _method: str, event: Event) -> Event:
    """Put the failure's kind and places into the event.

    Its message is left out unless it is ours or the system's: drivers quote the values they were
    given, and those may be claims.
    """
    failure = _failure(event.pop("exc_info", None))
    if failure:
        kind, error, places = failure
        event["error"] = kind.__name__
        if isinstance(error, AssayError):
            event["error_code"], event["error_detail"] = error.code, error.detail
        elif isinstance(error, OSError):
            event["error_detail"] = error.strerror or ""
        event["places"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(places)[-12:]
        ]
    return event


def _failure(info: object) -> Failure | None:
    if isinstance(info, BaseException):
        return type(info), info, info.__traceback__
    if info is True:
        info = sys.exc_info()
    return cast("Failure", info) if isinstance(info, tuple) and info[0] else None


def _renderer(settings: Settings) -> Processor:
    if settings.log_format == "console":
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False)
