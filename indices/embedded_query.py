"""From a PassageQuery to the parameters of the embedded search; pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from indices.analysis import NEAR_DAYS, NEARNESS, QueryWords, encodable
from indices.embedded_tables import SEARCH
from language.normal import stem
from verification.types import PassageQuery

# SQLite looks at every word of the query for every passage that holds any of them, so the work is
# about words times entries. Common words cost most and tell least: of a query of more words than
# FEW_WORDS the commonest are left out once the work passes the limit, which is some 80 ms.
FEW_WORDS: Final = 6
MOST_WORK: Final = 2_500_000


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
        if len(kept) >= FEW_WORDS and entries * (len(kept) + 1) > MOST_WORK:
            break
        kept.append(word)
    return kept


def search_statement(
    query: PassageQuery, wanted: QueryWords, match: str
) -> tuple[str, dict[str, Any]]:
    """The search, which still needs the number of its build, and its named parameters."""
    publishers = {
        f"publisher{place}": encodable(each) for place, each in enumerate(query.publishers)
    }
    bounded = query.published_from or query.published_until
    parameters = {
        "match": match,
        "from": query.published_from and query.published_from.toordinal(),
        "until": query.published_until and query.published_until.toordinal(),
        "undated": query.include_undated or not bounded,
        "by_publisher": bool(publishers),
        "language": encodable(query.language) if query.language else None,
        "nearness": NEARNESS * len(wanted.words),
        "days": float(NEAR_DAYS),
        "limit": query.limit,
    }
    named = ", ".join(f":{name}" for name in publishers)
    return SEARCH.replace("@publishers", named), parameters | publishers
