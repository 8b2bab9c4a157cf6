"""Articles as they are sent and answered."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from service.schemas import patterns
from service.schemas.base import AnswerSchema, AsIs, RequestSchema, many
from service.schemas.claims import PRIORITIES, STATUSES, ReviewSummaryAnswer
from service.schemas.fields import (
    Choice,
    Count,
    Day,
    Flag,
    Instant,
    Number,
    OneOf,
    OutsideAddress,
    Plain,
    RawText,
    Share,
    Text,
    Word,
    WrittenDay,
    YesNo,
)
from service.schemas.verdicts import VERACITIES, DocumentHeaderAnswer, VerdictAnswer

ARTICLE_CHARACTERS: Final = 1_000_000
FORMS: Final = ("text", "html", "url")
SENTENCE_KINDS: Final = ("sentence", "heading", "question", "boilerplate")
CLAIM_KINDS: Final = ("event", "quantity", "quote", "position", "prediction", "opinion")
MATCHES: Final = ("exact", "near", "meaning")
PARTS: Final = ("content", "utterance")
FOUND_STATUSES: Final = (*STATUSES, "not_verified")


class ArticleBody(RequestSchema):
    """An article; exactly one of `text`, `html` and `url` holds it."""

    text = RawText(ARTICLE_CHARACTERS, metadata={"description": "The article as plain text."})
    html = RawText(
        ARTICLE_CHARACTERS,
        metadata={
            "description": "The article as HTML. Offsets in the answer count its characters."
        },
    )
    url = OutsideAddress(
        metadata={"description": "Where the article is; only where the service may fetch."}
    )
    title = Text(500, allow_none=True)
    published_at = Day(
        allow_none=True,
        metadata={
            "description": "Relative dates are read from it, and evidence from after it does not "
            "count.",
            "example": "2021-03-25",
        },
    )
    publisher = Text(300, allow_none=True)
    language = Word(
        patterns.LANGUAGE, "a language such as en or en-GB", longest=35, metadata={"default": "en"}
    )
    priority = Choice(PRIORITIES, metadata={"default": "normal"})
    verify = Flag(
        in_body=True,
        load_default=True,
        metadata={"description": "`false`: say what can be checked, and check nothing."},
    )

    @validates_schema
    def _one_form(self, data: dict[str, Any], **_more: object) -> None:
        if sum(form in data for form in FORMS) != 1:
            raise ValidationError("Exactly one of `text`, `html` and `url` holds the article.")


class SentenceAnswer(AnswerSchema):
    """A sentence or line of the article."""

    start = Count(metadata={"description": "In characters of the text as given."})
    end = Count()
    kind = OneOf(SENTENCE_KINDS)
    check_worthiness = Share()
    reasons = fields.List(Plain())


class AttributionAnswer(AnswerSchema):
    """Who said it; `start` and `end` delimit the words that say so."""

    speaker = Plain()
    role = Plain(allow_none=True)
    cue = Plain(metadata={"example": "said"})
    start = Count()
    end = Count()
    direct = YesNo(metadata={"description": "Word for word, in quotation marks."})
    through = Plain(allow_none=True, metadata={"description": "Who passed it on."})


class DifferenceAnswer(AnswerSchema):
    """Words of the quotation, and the words that stand in their place."""

    quoted = Plain()
    found = Plain()


class QuoteCheckAnswer(AnswerSchema):
    """Whether the corpus has the quotation; `start` and `end` are characters of the document."""

    finding = OneOf(("verbatim", "altered", "not_found"))
    text = Plain(allow_none=True, metadata={"description": "The words that stand there."})
    start = Count(allow_none=True)
    end = Count(allow_none=True)
    differences = many(DifferenceAnswer)
    document = AsIs(DocumentHeaderAnswer, allow_none=True)


class QuoteAnswer(AnswerSchema):
    """Words in quotation marks."""

    start = Count()
    end = Count()
    text = Plain()
    check = AsIs(
        QuoteCheckAnswer,
        allow_none=True,
        metadata={"description": "null where it is too short, or could not be looked for."},
    )


class DateAnswer(AnswerSchema):
    """A date as worded, and the days it covers; null where it stays open."""

    wording = Plain(metadata={"example": "on Sunday"})
    start = Count()
    end = Count()
    from_ = WrittenDay(data_key="from", allow_none=True)
    to = WrittenDay(allow_none=True)
    granularity = Plain(metadata={"example": "day"})


class QuantityAnswer(AnswerSchema):
    """A number with what it counts or measures."""

    wording = Plain(metadata={"example": "two missiles"})
    low = Number()
    high = Number()
    unit = Plain()
    dimension = Plain()
    modifier = Plain(metadata={"example": "more_than"})
    noun = Plain()


class AmbiguityAnswer(AnswerSchema):
    """Words that do not stand alone, and what they may mean; it was not guessed."""

    start = Count()
    end = Count()
    wording = Plain()
    candidates = fields.List(Plain())


class KnownClaimAnswer(AnswerSchema):
    """A claim checked before that says the same, or nearly."""

    id = Plain()
    text = Plain()
    match = OneOf(
        MATCHES,
        metadata={"description": "In the same form, with the same words, or in other words."},
    )
    similarity = Share()
    reused = YesNo(metadata={"description": "Its verdict stands for this claim."})
    veracity = OneOf(VERACITIES, allow_none=True)


class FoundClaimAnswer(AnswerSchema):
    """A claim of the article; `id` where it is verified as a claim."""

    id = Plain(allow_none=True)
    start = Count()
    end = Count()
    text = Plain(metadata={"description": "Says it so that it stands alone."})
    kind = OneOf(CLAIM_KINDS)
    check_worthiness = Share()
    part = OneOf(
        PARTS,
        allow_none=True,
        metadata={"description": "That somebody said it, or what was said."},
    )
    sibling = Plain(allow_none=True, metadata={"description": "Id of the other part's claim."})
    sibling_index = Count(
        allow_none=True, metadata={"description": "Place of the other part in `claims`."}
    )
    attribution = AsIs(AttributionAnswer, allow_none=True)
    quotes = fields.List(AsIs(QuoteAnswer))
    dates = fields.List(AsIs(DateAnswer))
    quantities = fields.List(AsIs(QuantityAnswer))
    markers = fields.List(Plain(), metadata={"description": "`comparative`, `temporal`."})
    ambiguous = fields.List(AsIs(AmbiguityAnswer))
    known = fields.List(
        AsIs(KnownClaimAnswer),
        metadata={"description": "Claims checked before that it resembles, most alike first."},
    )
    status = OneOf(
        FOUND_STATUSES,
        metadata={
            "description": "`not_verified`: an opinion or prediction, a claim that leaves open of "
            "whom it speaks (see `ambiguous`), or nobody asked."
        },
    )
    verdict = AsIs(VerdictAnswer, allow_none=True)
    review = fields.Nested(ReviewSummaryAnswer, allow_none=True)


class ArticleLinksAnswer(AnswerSchema):
    """Where to go on."""

    self = Plain(metadata={"format": "uri-reference"})


class ArticleAnswer(AnswerSchema):
    """An article with its claims as they stand."""

    id = Plain()
    title = Plain(allow_none=True)
    published_at = WrittenDay(allow_none=True)
    publisher = Plain(allow_none=True)
    url = Plain(allow_none=True)
    language = Plain()
    format = OneOf(("text", "html"))
    text = Plain(metadata={"description": "As it was given or fetched."})
    sentences = many(SentenceAnswer)
    claims = many(FoundClaimAnswer)
    created_at = Instant()
    updated_at = Instant()
    links = fields.Nested(ArticleLinksAnswer)
