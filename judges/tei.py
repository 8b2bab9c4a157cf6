"""A classifier behind HTTP in the shape of Hugging Face's text-embeddings-inference.

`POST /predict` scores pairs of premise (the evidence) and hypothesis (the claim), `GET /info` tells
which model it is. The model is asked for its name before every batch: one that was replaced
meanwhile gets another version and has to pass the check of its labels anew.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from judges.address import Address
from judges.answers import about_words, judgement
from judges.label_check import check_labels
from judges.labels import class_names, read_labels, read_order
from judges.options import JudgeCall, JudgeOptions
from judges.server import Server
from verification.errors import JudgeAnswerInvalid, JudgeUnavailable, SettingsInvalid
from verification.types import Stance, StanceJudgement, StancePair

# How long who only asks for the version is told what was found last.
VERSION_LIFE_S: Final = 10.0
_BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class ServedModel:
    """What the server says it serves; `labels` are the stances its classes are taken for."""

    version: str
    names: tuple[str, ...]
    labels: tuple[Stance, ...]
    batch: int

    @classmethod
    def read(cls, info: Any, order: Sequence[Stance]) -> ServedModel:  # noqa: ANN401 - any JSON
        """The model in the answer of `/info`. Raises JudgeUnavailable when it is no judge."""
        kind = info.get("model_type") if isinstance(info, Mapping) else None
        classifier = kind.get("classifier") if isinstance(kind, Mapping) else None
        if not isinstance(classifier, Mapping):
            raise JudgeUnavailable("The judge's server does not serve a classifier.")
        try:
            names = tuple(class_names(classifier))
            labels = read_labels(names, order)
        except SettingsInvalid as error:
            raise JudgeUnavailable(error.detail) from error
        known = [info.get(key) for key in ("model_id", "model_sha", "model_dtype", "version")]
        content = json.dumps([known, names, labels]).encode()
        name = str(known[0]).rstrip("/").rpartition("/")[2]
        batch = info.get("max_client_batch_size")
        return cls(
            version=f"tei-{name}-{hashlib.sha256(content).hexdigest()[:12]}",
            names=names,
            labels=labels,
            batch=batch if isinstance(batch, int) and batch > 0 else _BATCH,
        )


class TeiJudge:
    """The judge at `tei+https://HOST`; `order` overrides what the classes are taken for."""

    max_batch = 128

    def __init__(self, server: Server, order: Sequence[Stance] = ()) -> None:
        self._server = server
        self._order = order
        self._lock = threading.Lock()
        self._model: ServedModel | None = None
        self._seen_at = 0.0

    @property
    def version(self) -> str:
        """The model's name and a hash of what the server says of it. Raises JudgeUnavailable."""
        model = self._model
        if model is None or time.monotonic() - self._seen_at > VERSION_LIFE_S:
            model = self._look(self._server.deadline())
        return model.version

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair. Raises JudgeUnavailable or JudgeAnswerInvalid."""
        if not pairs:
            return []
        deadline = self._server.deadline()
        model = self._look(deadline)
        return _Asked(self._server, model, deadline).judge(pairs)

    def _look(self, deadline: float) -> ServedModel:
        """What is served now; a model not seen before has its labels checked."""
        model = ServedModel.read(self._server.get("/info", deadline), self._order)
        with self._lock:
            if model != self._model:
                check_labels(_Asked(self._server, model, deadline), model.labels)
                self._model = model
            self._seen_at = time.monotonic()
        return model


@dataclass(frozen=True, slots=True)
class _Asked:
    """One model, asked until a deadline."""

    server: Server
    model: ServedModel
    deadline: float

    @property
    def version(self) -> str:
        return self.model.version

    @property
    def max_batch(self) -> int:
        return TeiJudge.max_batch

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return about_words(pairs, self._judge)

    def _judge(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        size = self.model.batch
        return [
            answer
            for at in range(0, len(pairs), size)
            for answer in self._predict(pairs[at : at + size])
        ]

    def _predict(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        body = {"inputs": [[pair.evidence, pair.claim] for pair in pairs], "truncate": True}
        answers = self.server.post("/predict", body, self.deadline)
        try:
            judgements = self._judgements(answers, len(pairs))
        except JudgeAnswerInvalid:
            self.server.count(JudgeCall("invalid"))
            raise
        self.server.count(JudgeCall("answered"))
        return judgements

    def _judgements(self, answers: Any, count: int) -> list[StanceJudgement]:  # noqa: ANN401
        if not isinstance(answers, list) or len(answers) != count:
            raise JudgeAnswerInvalid("The judge's server did not answer every question.")
        return [self._judgement(scores) for scores in answers]

    def _judgement(self, scores: Any) -> StanceJudgement:  # noqa: ANN401 - any JSON
        try:
            found = {str(each["label"]): float(each["score"]) for each in scores}
        except (TypeError, KeyError, ValueError, OverflowError):
            raise JudgeAnswerInvalid("The judge's server answered with no scores.") from None
        if set(found) != set(self.model.names) or len(scores) != len(found):
            raise JudgeAnswerInvalid("The judge's server answered with other labels than it has.")
        shares = {
            stance: found[name]
            for name, stance in zip(self.model.names, self.model.labels, strict=True)
        }
        return judgement(shares, self.version)


def open_tei(address: Address, options: JudgeOptions) -> TeiJudge:
    """The judge at a `tei+http(s)://HOST` address; nothing is asked yet. Raises SettingsInvalid."""
    address.allow("labels")
    order = read_order(address.options.get("labels", ""))
    return TeiJudge(Server(address.server(), options), order)
