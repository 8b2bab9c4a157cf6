"""The fields of the index, and why each is as it is; data.

The mapping is strict: a field nobody declared is an error, not a guess. What is only shown is
neither indexed nor kept in columns.
"""

from __future__ import annotations

from typing import Any, Final

# Raised whenever anything below changes; indices of another version are not read.
MAPPING_VERSION: Final = 1

MARK_FIELDS: Final = ("h1", "h2", "h3", "h4", "h5")

_SHOWN_TEXT: Final = {"type": "text", "index": False}
_SHOWN_WORD: Final = {"type": "keyword", "index": False, "doc_values": False}
_SHOWN_NUMBER: Final = {"type": "integer", "index": False, "doc_values": False}

ANALYSIS: Final[dict[str, Any]] = {
    "filter": {
        # Porter 2, as in `language.stemmer`, so that both engines join the same forms.
        "english_stems": {"type": "stemmer", "language": "porter2"},
    },
    "analyzer": {
        # The words arrive folded and without stop words (`indices.analysis`): all that is left of
        # English analysis is to part them and to stem them.
        "english_words": {
            "type": "custom",
            "tokenizer": "whitespace",
            "filter": ["english_stems"],
        },
        "exact_words": {"type": "custom", "tokenizer": "whitespace"},
    },
}

FIELDS: Final[dict[str, Any]] = {
    # Also the tie-breaker of the ranking, hence in columns.
    "id": {"type": "keyword"},
    "document_id": {"type": "keyword"},
    # Also the pivot of nearness in time, which needs an indexed date.
    "published_at": {"type": "date", "format": "strict_date"},
    "source_id": {"type": "keyword"},
    "language": {"type": "keyword"},
    # Title, publisher, speaker, date and text in one field: BM25 over one field with one length
    # beat every sum of scores of several fields on the development claims.
    "words": {
        "type": "text",
        "analyzer": "english_words",
        # Phrases are looked for in the exact words alone; here positions would be dead weight.
        "index_options": "freqs",
        "fields": {
            # For quoted words, which have to stand as they are; how long a passage is does not
            # matter there.
            "exact": {"type": "text", "analyzer": "exact_words", "norms": False},
        },
    },
    # The marks of the content, summed up for its generation.
    **{mark: {"type": "integer", "index": False} for mark in MARK_FIELDS},
    "version": _SHOWN_NUMBER,
    "start": _SHOWN_NUMBER,
    "end": _SHOWN_NUMBER,
    "text": _SHOWN_TEXT,
    "title": _SHOWN_TEXT,
    "source_name": _SHOWN_WORD,
    "source_kind": _SHOWN_WORD,
    "source_weight": {"type": "double", "index": False, "doc_values": False},
    "url": _SHOWN_WORD,
    "speaker": _SHOWN_TEXT,
}


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mappings of a new index."""
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            # Nothing becomes visible by itself: every writer refreshes once, when it is done. So a
            # search never sees half of a document, and bulk loads are not interrupted.
            "refresh_interval": -1,
            "analysis": ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            # The folded words are never shown, and can be made again from the rest.
            "_source": {"excludes": ["words"]},
            "properties": FIELDS,
        },
    }
