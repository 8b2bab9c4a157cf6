"""What a number counts: the head noun after it, found without a parser.

A plural ends the search ("three short-range missiles"); after "one" and after ordinals, where the
noun is singular, only nouns of a list do.
"""

import re
from typing import Final, NamedTuple

from language.lists import word_set
from language.stemmer import stem
from language.stop_words import STOP_WORDS

_IRREGULAR: Final = {
    **{"people": "person", "persons": "person", "men": "man", "women": "woman", "feet": "foot"},
    **{"children": "child", "servicemen": "serviceman", "crises": "crisis", "teeth": "tooth"},
    **{"servicewomen": "servicewoman", "policemen": "policeman", "lives": "life", "wives": "wife"},
    **{"firemen": "fireman", "businessmen": "businessman", "lawmakers": "legislator"},
}
_PLURAL_WITHOUT_S: Final = word_set(
    """
    personnel troops aircraft species spacecraft hovercraft livestock cattle sheep dead killed
    wounded injured missing hurt arrested detained evacuated hospitalized homeless displaced
    alumni alumnae
    """
) | frozenset(_IRREGULAR)
# Counted too, but as often the first half of a longer noun ("youth league officials").
_COLLECTIVE: Final = word_set("police staff crew youth infantry series fish faculty clergy data")
_NOT_PLURAL: Final = word_set(
    """
    plus versus overseas always perhaps sometimes nowadays afterwards upwards downwards backwards
    forwards besides towards less unless across previous various serious continuous religious
    famous numerous dangerous status consensus virus campus focus bonus surplus census crisis basis
    analysis emphasis his its this was has is as us thus yes says sees makes takes gives goes comes
    does means remains includes needs wants plans shows
    """
)
# Synonyms that newsrooms use of the same counted thing; deliberately few.
_CLASSES: Final = {
    **dict.fromkeys(("person", "people", "individual", "human"), "person"),
    **dict.fromkeys(("country", "countries", "nation", "nations"), "country"),
    **dict.fromkeys(("troop", "soldier", "serviceman", "servicewoman"), "soldier"),
    **dict.fromkeys(("aircraft", "plane", "airplan", "aeroplan"), "aircraft"),
    **dict.fromkeys(("kill", "dead", "death", "fatal"), "death"),
    **dict.fromkeys(("child", "kid"), "child"),
    **dict.fromkeys(("dose", "shot", "jab"), "dose"),
    **dict.fromkeys(("wound", "injur", "hurt"), "injured"),
    **dict.fromkeys(
        ("missil", "projectil", "icbms", "srbms", "slbms", "irbms", "mrbms"), "missile"
    ),
    **dict.fromkeys(("vote", "ballot"), "vote"),
    **dict.fromkeys(("law", "statut"), "law"),
}
# Nouns that are counted one by one, and by ordinals, in the news.
_SINGULAR: Final = word_set(
    """
    missile rocket projectile satellite warhead bomb mine shell weapon drone balloon plane aircraft
    jet helicopter ship vessel boat submarine tank vehicle truck car bus train launch test launcher
    firing attack strike explosion blast raid exercise drill person man woman child boy girl soldier
    officer official minister diplomat ambassador president leader member citizen civilian prisoner
    detainee hostage journalist reporter doctor nurse patient worker employee teacher student
    teenager refugee migrant survivor victim suspect gunman policeman lawmaker legislator senator
    governor judge juror candidate voter player athlete country nation state government city town
    village province region county island territory district capital embassy consulate mission base
    airport port bank company firm business factory plant school hospital university church building
    house home site facility camp team party group union agency committee council commission meeting
    summit visit trip round session conference hearing briefing speech statement report letter call
    resolution law bill order treaty agreement deal accord pact contract sanction tariff tax program
    project plan proposal request vote election term case trial charge count conviction death
    fatality injury casualty infection dose shot vaccine test outbreak wave pandemic hurricane storm
    earthquake fire flood day week month year decade century anniversary birthday quarter time
    million step phase stage level point share job position seat medal goal match game race
    increase decrease rise fall cut hike decline gain loss deficit surplus recession expansion
    dissent dissenter incident violation provocation crisis war battle conflict operation award
    prize book film song article amendment chapter reactor generation edition batch tranche package
    shipment delivery flight detainee inmate nominee appointment nomination detention arrest
    """
)
_TOKEN: Final = re.compile(r"(?P<gap>,?[\s\u00a0]{1,2}|-)(?P<word>[^\W\d_][\w’'&-]{0,40})")
_LINK: Final = re.compile(
    r"\s(?:more|other|further|additional|extra|new)?\s?of\s"
    r"(?:the|its|his|her|their|our|these|those|all|all the)?\s?(?=\w)"
)
_SKIP: Final = word_set("more other others further additional extra such own remaining additional")
_ADJECTIVE_END: Final = ("al", "ic", "ive", "ous", "ed", "able", "range", "ing", "ful")
_TIMES: Final = word_set("last next yesterday today tomorrow earlier later ago year month week day")
_MOST_WORDS: Final = 7


class Counted(NamedTuple):
    """The noun counted (a stem, or the class of its synonyms), its qualifiers, where it ends."""

    noun: str
    qualifiers: tuple[str, ...]
    end: int


def noun_key(word: str) -> str:
    """Return what nouns are compared by: "troops" and "soldiers" are both "soldier"."""
    folded = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    folded = _IRREGULAR.get(folded, folded)
    if folded.endswith("men") and _is_plural(folded):
        folded = folded[:-2] + "an"
    root = stem(folded.rpartition("-")[2] or folded)
    return _CLASSES.get(folded) or _CLASSES.get(root) or root


def _words_after(text: str, at: int) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    while len(found) < _MOST_WORDS and (token := _TOKEN.match(text, at)):
        word = token["word"].lower()
        if word in STOP_WORDS and word not in _SKIP:
            break
        if token["gap"].startswith(",") and not (found and _describes(found[-1]["word"])):
            break
        found.append(token)
        at = token.end()
    return found


def _describes(word: str) -> bool:
    return "-" in word or word.lower().endswith(_ADJECTIVE_END)


def _is_plural(word: str) -> bool:
    folded = word.lower()
    if folded in _PLURAL_WITHOUT_S:
        return True
    if folded.endswith("men"):
        return len(folded) > 5 and folded not in ("specimen", "regimen", "abdomen", "acumen")
    if folded in _NOT_PLURAL or folded.endswith(("ss", "'s", "’s", "ous", "sis")):
        return False
    return len(folded) > 3 and folded.rstrip("'’").endswith("s")


def plural_after(text: str, at: int) -> Counted | None:
    """Return the plural noun that a number ending at `at` counts ("three of its missiles")."""
    link = _LINK.match(text, at)
    tokens = _words_after(text, link.end() - 1 if link else at)
    places = [place for place, token in enumerate(tokens) if _is_plural(token["word"])]
    places += [at for at, token in enumerate(tokens) if token["word"].lower() in _COLLECTIVE]
    if not places:
        return None
    head = places[0]
    while head + 1 < len(tokens) and _is_plural(tokens[head + 1]["word"]):
        head += 1
    return _counted(tokens, head)


def singular_after(text: str, at: int) -> Counted | None:
    """Return the listed noun after "one", an ordinal, or a number with a hyphen."""
    tokens = _words_after(text, at)
    if tokens and tokens[0]["gap"] == "-":
        tokens = tokens[:1]
    known = [_is_listed(token["word"]) for token in tokens]
    if True not in known:
        return None
    head = known.index(True)
    while head + 1 < len(tokens) and known[head + 1]:
        head += 1
    return _counted(tokens, head)


def mass_after(text: str, at: int) -> Counted | None:
    """Return what a share or sum is of ("of GDP", "in humanitarian assistance")."""
    if plural := plural_after(text, at):
        return plural
    tokens: list[re.Match[str]] = []
    for token in _words_after(text, at):
        word = token["word"]
        if word.lower() in _TIMES or not (word.islower() or word.isupper()):
            break
        tokens.append(token)
        if len(word) > 1 and word.isupper():  # "of GDP went"
            break
    if len(tokens) > 1 and tokens[-1]["word"].endswith("ed"):
        tokens.pop()
    return _counted(tokens[:3], min(len(tokens), 3) - 1) if tokens else None


def _is_listed(word: str) -> bool:
    return word.lower().rpartition("-")[2] in _SINGULAR


def _counted(tokens: list[re.Match[str]], head: int) -> Counted:
    before = [token["word"].lower() for token in tokens[:head]]
    qualifiers = tuple(stem(word) for word in before if word not in _SKIP)
    return Counted(noun_key(tokens[head]["word"]), qualifiers, tokens[head].end())
