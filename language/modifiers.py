"""Words that loosen or bound a number: "about", "more than", "up to", "or so"."""

import re
from typing import Final, Literal

from language.lists import phrase_set
from language.types import Modifier

Looseness = Modifier | Literal["nearly", "just_over"]

_PHRASES: Final[dict[str, Looseness]] = {
    **dict.fromkeys(
        phrase_set(
            """
            about, around, approximately, approx, approx., roughly, some, circa, ca., c., estimated,
            an estimated, on the order of, in the region of, in the neighborhood of, or so, ~, ≈,
            in the vicinity of, around about, somewhere around
            """
        ),
        "about",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            nearly, almost, close to, nearing, just under, a little under, slightly under,
            just shy of, just short of, a little less than, slightly less than, just below,
            slightly below, a shade under, approaching, virtually, slightly fewer than,
            a bit less than
            """
        ),
        "nearly",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            just over, a little over, slightly over, a little more than, slightly more than,
            just above, slightly above, just more than, a bit more than, a bit over, a shade over
            """
        ),
        "just_over",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            more than, over, above, greater than, in excess of, upwards of, upward of, exceeding,
            well over, well above, larger than, higher than, beyond, exceeds, exceeded, surpassing,
            topping, better than, north of, older than, longer than, much more than, far more than
            """
        ),
        "more_than",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            at least, no fewer than, no less than, not less than, not fewer than, a minimum of,
            minimum of, at a minimum, at the very least, or more, or greater, or higher, or above,
            and above, plus, +, or older, and older, and over, or over
            """
        ),
        "at_least",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            less than, fewer than, under, below, lower than, smaller than, well under, well below,
            short of, younger than, south of
            """
        ),
        "less_than",
    ),
    **dict.fromkeys(
        phrase_set(
            """
            at most, no more than, not more than, not exceeding, a maximum of, maximum of, or less,
            or fewer, or lower, or below, or under, no later than, not to exceed, and under,
            or younger
            """
        ),
        "at_most",
    ),
    **dict.fromkeys(phrase_set("up to, as many as, as much as, as high as, up to about"), "up_to"),
}
_BETWEEN: Final = frozenset(("a", "an", "the", "another", "total", "of", "about", "only"))
_AFTER: Final = re.compile(
    r"(?:(?P<sign>\+)|[\s-](?P<plus>plus)\b"
    r"|\s(?P<words>(?:or|and)\s(?:so|more|less|fewer|greater|higher|lower|above|below|under|over"
    r"|older|younger))\b(?!\s(?:than|\w+ed\b)))",
    re.IGNORECASE,
)


def modifier_before(text: str, at: int) -> tuple[Looseness, int] | None:
    """Return the modifier that ends before `at` and where it begins."""
    window = text[max(0, at - 32) : at]
    words = [(found[0].lower(), found.start()) for found in re.finditer(r"[^\s(“\"—]+", window)]
    for skipped in range(3):
        for size in (4, 3, 2, 1):
            piece = words[len(words) - skipped - size : len(words) - skipped]
            if len(piece) == size and (kind := _PHRASES.get(" ".join(word for word, _ in piece))):
                return kind, at - len(window) + piece[0][1]
        if skipped >= len(words) or words[-1 - skipped][0] not in _BETWEEN:
            return None
    return None


def modifier_after(text: str, at: int) -> tuple[Looseness, int] | None:
    """Return the modifier that follows directly on `at` ("or so", "+") and where it ends."""
    found = _AFTER.match(text, at)
    if not found:
        return None
    written = found["sign"] or found["plus"] or " ".join(found["words"].split())
    kind = _PHRASES.get(written.lower())
    return (kind, found.end()) if kind else None
