"""Whether two names mean the same."""

from typing import Final

from language.gazetteer import FAMILY_FIRST, gazetteer
from language.types import Name

_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
# Short forms of given names, each beside the full one.
_SHORT: Final = {
    **{
        "tony": "antony",
        "anthony": "antony",
        "joe": "joseph",
        "bill": "william",
        "will": "william",
    },
    **{"mike": "michael", "jim": "james", "jimmy": "james", "bob": "robert", "rob": "robert"},
    **{"tom": "thomas", "dan": "daniel", "dave": "david", "rich": "richard", "dick": "richard"},
    **{"rick": "richard", "chris": "christopher", "matt": "matthew", "nick": "nicholas"},
    **{"ed": "edward", "ted": "edward", "ben": "benjamin", "sam": "samuel", "steve": "steven"},
    **{
        "stephen": "steven",
        "jeff": "jeffrey",
        "greg": "gregory",
        "ken": "kenneth",
        "ron": "ronald",
    },
    **{
        "don": "donald",
        "chuck": "charles",
        "charlie": "charles",
        "jen": "jennifer",
        "liz": "elizabeth",
    },
    **{
        "beth": "elizabeth",
        "kate": "katherine",
        "kathy": "katherine",
        "sue": "susan",
        "pat": "patrick",
    },
    **{
        "alex": "alexander",
        "andy": "andrew",
        "larry": "lawrence",
        "jerry": "gerald",
        "gina": "regina",
    },
    **{"debbie": "deborah", "deb": "deborah", "jake": "jacob", "jack": "john", "jon": "jonathan"},
    **{
        "mohammad": "mohammed",
        "muhammad": "mohammed",
        "aleksandr": "alexander",
        "sergey": "sergei",
    },
}
_LIKE: Final = 4


def same_name(a: Name, b: Name) -> bool | None:
    """Tell whether two names are of the same person, place or body; None where that is unknown.

    Aliases are the same, and so are a family name and a full name with it, a capital and its
    country, an acronym and the words it stands for. Two countries, two bodies of the gazetteer and
    two people of other names are not.
    """
    if a.canonical == b.canonical:
        return True
    if "person" in (a.kind, b.kind):
        return _same_person(a, b)
    known = gazetteer()
    first = known.owners.get(a.canonical, a.canonical)
    second = known.owners.get(b.canonical, b.canonical)
    both = known.countries | known.owners.keys()
    if a.canonical in both and b.canonical in both and "organisation" not in (a.kind, b.kind):
        return first == second
    if a.canonical in known.institutions and b.canonical in known.institutions:
        return False
    return True if _is_acronym(a, b) or _is_acronym(b, a) else None


def _is_acronym(short: Name, long: Name) -> bool:
    words = [word for word in long.canonical.split() if word not in ("of", "the", "for", "and")]
    initials = "".join(word[0] for word in words)
    return len(initials) >= 3 and short.canonical == initials and short.wording.isupper()


def _same_person(a: Name, b: Name) -> bool | None:
    if {a.kind, b.kind} - {"person", "unknown"}:
        return None
    first, second = _parts(a.canonical), _parts(b.canonical)
    if not first or not second:
        return None
    if len(first) > len(second):
        first, second = second, first
    both_people = a.kind == b.kind == "person"
    if len(first) == 1:
        return _family(first[0], second, both_people=both_people)
    return _full(first, second) if both_people else None


def _parts(canonical: str) -> list[str]:
    return [part for part in canonical.split() if len(part) > 1 and part not in _SUFFIXES]


def _family(one: str, full: list[str], *, both_people: bool) -> bool | None:
    if one == full[-1] or (one == full[0] and one in FAMILY_FIRST):
        return True
    if one in full or not both_people or any(_alike(one, part) for part in full):
        return None
    return False


def _full(first: list[str], second: list[str]) -> bool | None:
    if first[0] in FAMILY_FIRST or second[0] in FAMILY_FIRST:
        if "".join(first) == "".join(second):
            return True
        alike = first[0] == second[0] and _alike("".join(first[1:]), "".join(second[1:]))
        return None if alike else False
    if first[-1] != second[-1]:
        return None if _alike(first[-1], second[-1]) or set(first) <= set(second) else False
    given, other = (_SHORT.get(name, name) for name in (first[0], second[0]))
    if given == other or first[0] in second[:-1] or second[0] in first[:-1]:
        return True
    return None if _alike(given, other) else False


def _alike(a: str, b: str) -> bool:
    """Tell whether two words may be spellings of one ("Zelensky", "Zelenskyy")."""
    return len(a) > _LIKE and len(b) > _LIKE and a[:_LIKE] == b[:_LIKE]
