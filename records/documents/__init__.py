"""Documents of record: versioned, withdrawn but never deleted."""

from records.documents.indexing import (
    all_documents,
    documents_to_index,
    index_everything_again,
    keep_due_by_source,
    mark_indexed,
    new_to_index,
)
from records.documents.nouns import (
    DocumentFilter,
    DocumentInput,
    DocumentSummary,
    PassageSpan,
    StoredDocument,
    Withdrawn,
    passages_of,
)
from records.documents.quotes import check_quotes
from records.documents.reading import get_document, list_documents, texts_of
from records.documents.storing import put_document, put_documents, withdraw_document

__all__ = [
    "DocumentFilter",
    "DocumentInput",
    "DocumentSummary",
    "PassageSpan",
    "StoredDocument",
    "Withdrawn",
    "all_documents",
    "check_quotes",
    "documents_to_index",
    "get_document",
    "index_everything_again",
    "keep_due_by_source",
    "list_documents",
    "mark_indexed",
    "new_to_index",
    "passages_of",
    "put_document",
    "put_documents",
    "texts_of",
    "withdraw_document",
]
