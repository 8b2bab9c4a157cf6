"""From a PassageQuery to the parameters of the embedded search; pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from indices.analysis import NEAR_DAYS, NEARNESS, QueryWords
from language.normal import stem
from verification.types import PassageQuery

# SQLite scores every passage that holds any of the words. Common words cost most and tell least,
# so of a query of more words than this the commonest are left out while the rest holds more
# entries than the limit: 150,000 of them take about 60 ms.
FEW_WORDS: Final = 6
MOST_ENTRIES: Final = 150_000


def stemmed(words: str) -> str:
    """Folded words as they stand in the index."""
    return " ".join(map(stem, words.split()))


def match_expression(wanted: QueryWords, how_common: Callable[[str], int]) -> str:
    """The words and phrases joined by OR, each quoted, so that none is read as an operator.

    `how_common` tells how many passages hold a stemmed word.
    """
    words = list(dict.fromkeys(map(stem, wanted.words)))
    if len(words) > FEW_WORDS:
        words = _rare_enough({word: how_common(word) for word in words})
    phrases = (stemmed(" ".join(phrase)) for phrase in wanted.phrases)
    return " OR ".join(f'"{each}"' for each in (*words, *phrases))


def _rare_enough(counts: dict[str, int]) -> list[str]:
    kept: list[str] = []
    entries = 0
    for word in sorted(counts, key=lambda word: (counts[word], word)):
        entries += counts[word]
        if len(kept) >= FEW_WORDS and entries > MOST_ENTRIES:
            break
        kept.append(word)
    return kept


def search_parameters(query: PassageQuery, wanted: QueryWords, match: str) -> dict[str, Any]:
    """The named parameters of `embedded_tables.SEARCH`."""
    bounded = query.published_from or query.published_until
    return {
        "match": match,
        "from": query.published_from and query.published_from.toordinal(),
        "until": query.published_until and query.published_until.toordinal(),
        "undated": query.include_undated or not bounded,
        "publishers": json.dumps(query.publishers) if query.publishers else None,
        "language": query.language,
        "nearness": NEARNESS * len(wanted.words),
        "days": float(NEAR_DAYS),
        "limit": query.limit,
    }
