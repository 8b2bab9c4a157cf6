"""Near-duplicate detection: word shingles, resemblance, containment, sketches.

Source: A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity
of Sequences, 1997: shingles, r(A, B) = |A∩B| / |A∪B|, c(A, B) = |A∩B| / |A|, and the sketch of the
s smallest hashes, from which the resemblance is estimated without bias.
"""

import re
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from language.lists import word_set
from language.normal import words

SKETCH_SIZE: Final = 64
COPIED_SHARE: Final = 0.7
_MIN_WORDS: Final = 8
_CACHED_LENGTH: Final = 4000
_CAPITALISED: Final = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'.-]*\w")
_FIGURE: Final = re.compile(r"[0-9]+(?:[.,/⁄-][0-9]+)*")
_CREDITS: Final = word_set(
    """
    reuters ap afp upi yonhap kcna tass xinhua kyodo bloomberg associated press agence france news
    agency staff editor editing reporting writing dow jones newswires update
    """
)


def _hash(words_: list[str]) -> int:
    data = " ".join(words_).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def _shingles(tokens: list[str], n: int) -> frozenset[int]:
    size = max(1, min(n, len(tokens)))
    return frozenset(_hash(tokens[at : at + size]) for at in range(len(tokens) - size + 1))


@lru_cache(maxsize=2048)
def _cached_shingles(text: str, n: int) -> frozenset[int]:
    return _shingles(words(text), n)


def shingles(text: str, n: int = 5) -> frozenset[int]:
    """Return the 64-bit hashes of all runs of `n` words of `text`, the same in every process.

    A text of fewer than `n` words is one shingle; a text without words has none.
    """
    if len(text) <= _CACHED_LENGTH:
        return _cached_shingles(text, n)
    return _shingles(words(text), n)


def minhash(text: str) -> tuple[int, ...]:
    """Return the sketch of `text`: its `SKETCH_SIZE` smallest shingle hashes, ascending."""
    return tuple(sorted(shingles(text))[:SKETCH_SIZE])


def resemblance(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimate from two sketches which share of all shingles both texts have, from 0 to 1."""
    smallest = sorted(set(a) | set(b))[:SKETCH_SIZE]
    if not smallest:
        return 0.0
    return len(set(a) & set(b) & set(smallest)) / len(smallest)


def jaccard(a: str, b: str) -> float:
    """Return the share of all shingles of two texts that both have, from 0 to 1."""
    first, second = shingles(a), shingles(b)
    together = len(first | second)
    return len(first & second) / together if together else 0.0


def containment(a: str, b: str) -> float:
    """Return the share of the shingles of `a` that `b` has too, from 0 to 1."""
    first = shingles(a)
    return len(first & shingles(b)) / len(first) if first else 0.0


def _figures(text: str) -> Counter[str]:
    written = (figure.replace(",", "") for figure in _FIGURE.findall(text))
    spelled = (word for word in words(text) if word in _NUMBER_WORDS)
    return Counter((*written, *spelled))


def _names(text: str) -> frozenset[str]:
    return frozenset(word for name in _CAPITALISED.findall(text) for word in words(name))


_NUMBER_WORDS: Final = word_set(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion trillion dozen half third quarter
    """
)


def is_copy(a: str, b: str) -> bool:
    """Tell whether two texts are one statement published twice, whole or in part.

    The rule: at least `COPIED_SHARE` of the five-word shingles of the shorter text are in the
    longer one, which allows one changed word in about fifteen, and the shorter text holds no
    figure and no name (credits of news agencies apart) that the longer one lacks. So a form letter
    filled in for another country, the next month's statement with other rates, and a correction of
    a number are statements of their own, and so are texts of different wording that share their
    figures. Texts under eight words are copies only if their words are equal.
    """
    short, long = sorted((a, b), key=len)
    few, many = words(short), words(long)
    if len(few) < _MIN_WORDS:
        return bool(few) and few == many
    if containment(short, long) < COPIED_SHARE:
        return False
    known = frozenset(many)
    return _figures(short) <= _figures(long) and _names(short) - _CREDITS <= known
