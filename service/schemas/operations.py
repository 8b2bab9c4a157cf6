"""What the service says of itself."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from service.schemas.base import AnswerSchema, many
from service.schemas.fields import Count, Number, OneOf, Plain, YesNo

READINESS: Final = ("ready", "degraded", "not_ready")
PART_STATES: Final = ("ok", "unavailable")


class AliveAnswer(AnswerSchema):
    """The process answers."""

    status = OneOf(("alive",))


class PartAnswer(AnswerSchema):
    """One part and whether it answers."""

    name = Plain(metadata={"example": "corpus"})
    state = OneOf(PART_STATES)
    needed = YesNo(metadata={"description": "Claims cannot be accepted without it."})


class ReadyAnswer(AnswerSchema):
    """Whether claims can be accepted, and which parts answer."""

    status = OneOf(READINESS)
    parts = many(PartAnswer)


class BackendsAnswer(AnswerSchema):
    """What each part runs on."""

    records = Plain(metadata={"example": "sqlite"})
    corpus = Plain(metadata={"example": "sqlite"})
    queue = Plain(metadata={"example": "embedded"})
    cache = Plain(metadata={"example": "memory"})
    judge = Plain(metadata={"example": "lexical"})


class CorpusStateAnswer(AnswerSchema):
    """The corpus as it stands; null where it does not answer."""

    passages = Count(allow_none=True)
    generation = Plain(allow_none=True)


class RatesAnswer(AnswerSchema):
    """Requests per minute and key; of callers without a key, per address."""

    read = Count()
    write = Count()
    anonymous = Count()


class LimitsAnswer(AnswerSchema):
    """How much is taken."""

    claim_characters = Count()
    article_characters = Count()
    document_characters = Count()
    body_bytes = Count()
    article_bytes = Count()
    bulk_bytes = Count()
    bulk_documents = Count()
    json_depth = Count()
    page_size = Count()
    wait_s = Number()
    unfinished_claims_per_key = Count()
    requests_per_minute = fields.Nested(RatesAnswer)


class CapabilitiesAnswer(AnswerSchema):
    """What this service is, runs on and takes."""

    version = Plain()
    profile = OneOf(("embedded", "server"))
    backends = fields.Nested(BackendsAnswer)
    judge = Plain(metadata={"description": "Name and version of the stance judge."})
    policy = Plain(metadata={"description": "Version of the rules and weights of scoring."})
    languages = fields.List(Plain())
    corpus = fields.Nested(CorpusStateAnswer)
    limits = fields.Nested(LimitsAnswer)
    keys_needed = YesNo()
    events = fields.List(Plain())
