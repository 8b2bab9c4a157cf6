"""Documents on their way from the reader of corpus input to the records."""

from __future__ import annotations

from records.documents import DocumentInput, PassageSpan
from sources.documents import NewDocument


def as_input(document: NewDocument) -> DocumentInput:
    """The document as the records take it."""
    return DocumentInput(
        id=document.id,
        title=document.title,
        publisher=document.publisher,
        publisher_kind=document.publisher_kind,
        text=document.text,
        published_at=document.published_at,
        url=document.url,
        speaker=document.speaker,
        language=document.language,
        passages=tuple(
            PassageSpan(
                passage.id,
                passage.start,
                passage.end,
                title=passage.title,
                speaker=passage.speaker,
                published_at=passage.published_at,
                url=passage.url,
            )
            for passage in document.passages
        ),
    )
