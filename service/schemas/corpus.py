"""Documents, passages and sources as they are sent and answered."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from records.sources import WEIGHTS
from service.schemas import patterns
from service.schemas.base import AnswerSchema, RequestSchema, many
from service.schemas.fields import (
    Choice,
    Count,
    Day,
    Flag,
    Instant,
    OneOf,
    Plain,
    Share,
    Text,
    Whole,
    Word,
    WrittenDay,
    YesNo,
)
from service.schemas.lists import PageQuery, page_of
from service.schemas.verdicts import DocumentHeaderAnswer

KINDS: Final = tuple(sorted(WEIGHTS))
NAME_CHARACTERS: Final = 300


class DocumentBody(RequestSchema):
    """One publication."""

    id = Word(
        patterns.IDENTIFIER,
        "1 to 200 letters, digits and . _ : ~ -, beginning with a letter or digit",
        allow_none=True,
        metadata={
            "description": "Your own name for it. The same id with other content makes a new "
            "version; without one it is made from the content."
        },
    )
    title = Text(1000, required=True, metadata={"example": "Statement on the launches"})
    publisher = Text(NAME_CHARACTERS, required=True, metadata={"example": "Ministry of Defence"})
    publisher_kind = Choice(
        KINDS,
        allow_none=True,
        metadata={"description": "Decides how much its word counts; guessed from the name."},
    )
    published_at = Day(allow_none=True, metadata={"example": "2021-03-25"})
    date = Day(allow_none=True, metadata={"description": "Another name for `published_at`."})
    url = Word(
        patterns.ANY_WEB,
        "a web address in ASCII",
        longest=patterns.URL_CHARACTERS,
        allow_none=True,
    )
    text = Text(
        "max_document_characters",
        required=True,
        metadata={"example": "The ministry detected two short-range missiles on 25 March."},
    )
    speaker = Text(300, allow_none=True)
    language = Word(
        patterns.LANGUAGE, "a language such as en or en-GB", longest=35, metadata={"default": "en"}
    )


class DocumentQuery(PageQuery):
    """Which documents to list."""

    source = Word(patterns.SLUG, "the id of a source", metadata={"description": "Id of a source."})
    withdrawn = Flag(metadata={"description": "Only withdrawn ones, or only the others."})
    index_due = Flag(metadata={"description": "Only those the corpus lacks, or only the others."})


class VersionQuery(RequestSchema):
    """Which version of a document."""

    version = Whole(1, 1_000_000, metadata={"description": "The latest where it is left out."})


class WithdrawQuery(RequestSchema):
    """Why a document is withdrawn."""

    reason = Text(500, metadata={"description": "Kept in the audit trail."})


class SourceAnswer(AnswerSchema):
    """Who publishes."""

    id = Plain()
    name = Plain()
    kind = OneOf(KINDS)
    weight = Share(metadata={"description": "How much its word counts as evidence."})


class PassageSpanAnswer(AnswerSchema):
    """A passage's place in its document, and the header it has of its own, if any."""

    id = Plain()
    start = Count()
    end = Count()
    title = Plain(allow_none=True)
    speaker = Plain(allow_none=True)
    published_at = WrittenDay(allow_none=True)
    url = Plain(allow_none=True)


class DocumentHead(AnswerSchema):
    """What lists and single documents have in common."""

    id = Plain()
    version = Count()
    title = Plain()
    source = fields.Nested(SourceAnswer)
    published_at = WrittenDay(allow_none=True)
    url = Plain(allow_none=True)
    speaker = Plain(allow_none=True)
    language = Plain()
    created_at = Instant()


class DocumentAnswer(DocumentHead):
    """One version of a document."""

    text = Plain()
    passages = many(PassageSpanAnswer)


class StoredDocumentAnswer(DocumentAnswer):
    """A document as it was taken."""

    changed = YesNo(metadata={"description": "false: the same content was there already."})
    searchable = YesNo(
        metadata={"description": "false: the corpus does not answer now and takes it in later."}
    )


class DocumentSummaryAnswer(DocumentHead):
    """A document without its text."""

    characters = Count()
    passages = Count()
    updated_at = Instant()
    withdrawn_at = Instant(allow_none=True)
    index_due = YesNo(metadata={"description": "The corpus does not have this version yet."})


DocumentPageAnswer = page_of("documents", DocumentSummaryAnswer)


class BadLineAnswer(AnswerSchema):
    """A line that was not taken."""

    line = Count(metadata={"description": "Counted from 1."})
    detail = Plain()


class RemarkAnswer(AnswerSchema):
    """Something left out while reading lines that were taken."""

    detail = Plain(metadata={"example": "date not readable, kept as undated"})
    lines = Count(metadata={"description": "How many documents it concerns."})


class BulkAnswer(AnswerSchema):
    """What became of many documents."""

    lines = Count(metadata={"description": "Lines that were not empty."})
    documents = Count(metadata={"description": "Documents taken."})
    changed = Count(metadata={"description": "Of those, new ones and new versions."})
    passages = Count()
    waiting = Count(
        metadata={"description": "Documents that the corpus takes in when it answers again."}
    )
    refused = many(BadLineAnswer, description="Every line that was not taken; the rest was.")
    remarks = many(RemarkAnswer)


class PassageQueryArgs(RequestSchema):
    """What to search the corpus for."""

    q = Text(
        10_000,
        load_default=None,
        metadata={
            "description": "Plain text, never query syntax. Without words nothing is found.",
            "example": "missile launch",
        },
    )
    limit = Whole(1, "page_size_max", load_default=20)
    published_from = Day()
    published_until = Day(metadata={"description": "The day named is included."})
    include_undated = Flag(load_default=True)
    publisher = Word(patterns.SLUG, "the id of a source", metadata={"description": "A source id."})
    language = Word(patterns.LANGUAGE, "a language such as en or en-GB", longest=35)


class PassageAnswer(AnswerSchema):
    """A passage found."""

    rank = Count()
    id = Plain()
    start = Count()
    end = Count()
    text = Plain(metadata={"description": "Characters `start` to `end` of the document's text."})
    document = fields.Nested(DocumentHeaderAnswer)


class PassagesAnswer(AnswerSchema):
    """Passages as verification sees them, best first."""

    passages = many(PassageAnswer)
    corpus_generation = Plain()


class SourceBody(RequestSchema):
    """A publisher."""

    id = Word(
        patterns.SLUG,
        "lower-case letters, digits and hyphens",
        allow_none=True,
        metadata={"description": "Made from the name where it is left out."},
    )
    name = Text(NAME_CHARACTERS, required=True, metadata={"example": "Ministry of Defence"})
    kind = Choice(KINDS, metadata={"default": "other"})
    weight = Share(
        allow_none=True,
        metadata={"description": "How much its word counts; by kind where it is left out."},
    )


SourcePageAnswer = page_of("sources", SourceAnswer)
