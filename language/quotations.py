"""What a text quotes word for word; who says what is found by `language.attributions`."""

from typing import Final

from language.attributions import find_attributions, split_attribution
from language.types import Quotation

__all__ = ["find_attributions", "find_quotations", "split_attribution"]

_LONGEST_QUOTATION: Final = 2000
_LONGEST_SINGLE: Final = 400
_DOUBLED: Final = "''"  # two apostrophes, as some wire services write a quotation mark
_PAIRS: Final = {"“": "”", "«": "»", "„": "“", "‘": "’", '"': '"', "'": "'"}


def find_quotations(text: str) -> list[Quotation]:
    """Return the direct quotations of `text` in order; one inside another is not given apart.

    An apostrophe opens nothing, and an opening mark whose partner does not come within 2,000
    characters (400 for a single mark) or the paragraph quotes nothing.
    """
    found: list[Quotation] = []
    at = 0
    while at < len(text):
        doubled = text.startswith(_DOUBLED, at)
        closing = _DOUBLED if doubled else _PAIRS.get(text[at])
        end = _end_of_quotation(text, at, closing) if closing else -1
        if end < 0:
            at += 1 + doubled
            continue
        begin = at + 1 + doubled
        if end > begin:
            found.append(Quotation(begin, end, text[begin:end]))
        at = end + 1 + doubled
    return found


def _end_of_quotation(text: str, at: int, closing: str) -> int:
    opening = text[at]
    single = opening in "'‘" and closing != _DOUBLED
    if single and at and text[at - 1].isalnum():
        return -1
    if opening == '"' and at + 1 < len(text) and text[at + 1].isspace():
        return -1
    limit = at + (_LONGEST_SINGLE if single else _LONGEST_QUOTATION)
    paragraph = text.find("\n\n", at, limit)
    limit = paragraph if paragraph >= 0 else limit
    place = text.find(closing, at + len(closing), limit)
    while single and place >= 0 and text[place + 1 : place + 2].isalnum():
        place = text.find(closing, place + 1, limit)  # the apostrophe of "don't"
    return place
