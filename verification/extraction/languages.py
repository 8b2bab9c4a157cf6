"""Whether a text and each sentence of it is English: by its small words, endings and letters."""

from __future__ import annotations

import re
from typing import Final

from language.lists import word_set
from verification.errors import LanguageNotSupported

# None that another language writes alike: those are below.
_SMALL_WORDS: Final = word_set(
    """
    the and to that it for with they this not but from have she which there been their has will more
    if when who said its would you what about after than could because into also other while were
    are one before under against only how where did does our my your out up down off should can may
    might these those them him
    """
)
# Dutch and German words too: they say little, but in a short text better than nothing.
_SHARED_WORDS: Final = word_set("in is was had we of be by at his her")
_LEAST_WORDS: Final = word_set("a an as or no on he i us")
# What the short sentences of the news hold instead.
_PLAIN_WORDS: Final = word_set(
    """
    won lost rose fell hit cut says say grew grows grow made makes make took takes got gets gave met
    meets sold sells bought held holds kept led leads left paid ran runs saw sees sent shot spent
    stood told went came began broke amid again two three four five six seven eight nine ten hundred
    million billion percent year years people government police president minister war country
    monday tuesday wednesday thursday friday saturday sunday news high higher low lower new rises
    falls wins loses rise fall come comes seen know now good great man men me let much jobs very so
    still just most all some any
    """
)
# Of the commonest words of other languages those that no English sentence has, written small.
_FOREIGN_WORDS: Final = word_set(
    """
    de het een en te dat niet zijn aan voor maar zou mijn ook bij wordt naar heeft worden nog uit
    deze werd zei ze geen nu mensen na van als dan hij zij
    der das und ist nicht von dem ein eine einen einem zu mit sich auf für im auch es werden aus hat
    dass sie nach wird einer sind noch wie haben oder aber vor zur zum bis durch sein wurde wurden
    vom beim seit gegen über
    le la les des du une et est dans que qui sur au aux avec ce cette il elle sont ont mais nous
    vous ils leur leurs été selon après entre ou deux ses sa
    el los las del un y una por para se su sus al lo como pero fue dos está han ha sobre desde hasta
    según también dijo
    os da das em uma não foi são mais pela pelo ao à também dois
    di che è della dei delle nel nella alla si anche sono gli dal ai
    og det av på som til har ikke et var han ble blev fra så vi sig att och är för inte ett från
    twee drie vier zwei drei deux trois quatre tres cuatro tre quattro três quatro
    zondag maandag dinsdag woensdag donderdag vrijdag zaterdag sonntag dimanche lundi mardi
    mercredi jeudi vendredi
    samedi domingo lunes martes jueves viernes
    w z się nie jest że od za przez dla oraz był była je bir bu için ile yang dan dari untuk
    dengan pada ini itu tidak ja ei että oli az és hogy nem egy și cu pe nu din este ang ng mga
    """
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH_LETTERS: Final = re.compile(r"th|wh|gh|sh|(?:[a-df-np-z]ed|ing|ly|ness|ment)\Z")
_CONTRACTED: Final = re.compile(r"[a-z][’'](?:s|t|ve|re|ll|m|d)\b", re.IGNORECASE)
# "Ursula von der Leyen", "Luiz Inácio Lula da Silva", "Osama bin Laden".
_PARTICLES: Final = re.compile(
    r"(?<=\w\s)(?:(?:de|del|della|di|da|dos|du|van|von|der|den|zu|la|le|el|al|bin|y)\s){1,3}(?=[A-Z])"
)
_LOOKED_AT: Final = 20_000
_FEW_WORDS: Final = 12
_VERY_FEW_WORDS: Final = 4
_LEAST_SHARE: Final = 0.12
_LEAST_LATIN: Final = 0.7


def check_language(text: str, declared: str = "en") -> None:
    """Raise LanguageNotSupported where the text is declared or found to be in another language.

    The share of the commonest English words tells, after Dunning, "Statistical Identification of
    Language", 1994, in its simplest form. A text of few words must have anything English about it.
    """
    if declared.lower().split("-")[0] not in ("en", "eng", "english", ""):
        raise _refused(f"The article is said to be in {declared!r}")
    looked_at = text[:_LOOKED_AT]
    words = _words(looked_at)
    if not _is_latin(words):
        raise _refused("The article is not written in Latin letters")
    if len(words) < _FEW_WORDS:
        english = not _is_foreign(looked_at, words) and (
            len(words) <= _VERY_FEW_WORDS
            or _has_english(looked_at, words)
            or _count(words, _SHARED_WORDS) > 0
        )
    else:
        small = _count(words, _SMALL_WORDS)
        own = small + _count(words, _PLAIN_WORDS)
        known = own + _count(words, _SHARED_WORDS | _LEAST_WORDS)
        enough = own > 0 and known >= _LEAST_SHARE * len(words)
        english = enough and small >= _foreign(looked_at)
    if not english:
        raise _refused("The article does not seem to be in English")


def is_in_another_language(sentence: str) -> bool:
    """Tell whether a sentence of an English article is plainly none of English itself."""
    words = _words(sentence)
    return not _is_latin(words) or _is_foreign(sentence, words)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _is_latin(words: list[str]) -> bool:
    letters = "".join(words)
    return sum(letter < "\u0250" for letter in letters) >= _LEAST_LATIN * len(letters)


def _is_foreign(text: str, words: list[str]) -> bool:
    """Weigh small words; whatever else is English outweighs one foreign ("coup d'état")."""
    foreign = _foreign(text)
    return foreign > 0 and foreign > _count(words, _SMALL_WORDS) + _has_english(text, words)


def _foreign(text: str) -> int:
    """Count foreign words; one with a capital is part of a name ("La Paz", "Emmanuel Macron")."""
    return sum(
        word in _FOREIGN_WORDS or not word.isascii()
        for word in _WORD.findall(_PARTICLES.sub("", text))
        if word.islower()
    )


def _has_english(text: str, words: list[str]) -> bool:
    return _CONTRACTED.search(text) is not None or any(
        word in _SMALL_WORDS or word in _PLAIN_WORDS or _ENGLISH_LETTERS.search(word)
        for word in words
    )


def _count(words: list[str], listed: frozenset[str]) -> int:
    return sum(word in listed for word in words)


def _refused(found: str) -> LanguageNotSupported:
    return LanguageNotSupported(f"{found}; claims are found in English articles only.")
