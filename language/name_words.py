"""Words that names are made of, and words that only look like names."""

import re
from typing import Final

from language.lists import word_set

BODIES: Final = word_set(
    """
    department ministry office bureau committee commission council center centre institute agency
    board university college school academy bank embassy consulate government parliament assembly
    senate house court army navy force forces guard marines police party association federation
    union league society foundation fund group company corporation corp inc ltd co llc plc airlines
    airways news times post journal daily herald tribune press network organization organisation
    authority administration service services command division brigade hospital museum church
    congress cabinet directorate secretariat alliance coalition initiative program programme
    laboratory exchange chamber treasury mission delegation task
    """
)
LANDS: Final = word_set(
    """
    river lake sea ocean mount mountain mountains city county province island islands strait bay
    gulf airport peninsula street avenue valley desert coast region district state states village
    town port harbor canal zone territory republic kingdom beach park square hills heights line
    """
)
# "People's Committee", "Workers' Party": the possessive is inside of the name.
OWNERS: Final = word_set(
    "people workers women children teachers farmers soldiers veterans students youth men writers"
)
REALMS: Final = word_set(
    "republic federation kingdom state commonwealth sultanate emirate principality"
)
# Titles that are words of other meanings too: they make no person of a common word.
WEAK_TITLES: Final = word_set(
    """
    general major private chief father sister lord lady justice leader chair specialist doctor
    king queen prince director commander coach dean miss economist representative spokesperson
    minister secretary speaker treasurer administrator captain marshal governor judge mayor
    president
    """
)
LONGEST: Final = 12
LINKED: Final = frozenset(("of", "for", "and", "on", "the", "&"))
METONYMS: Final = word_set(
    """
    washington pyongyang seoul moscow beijing tokyo london tehran kyiv kiev paris berlin ankara
    islamabad jerusalem riyadh cairo damascus baghdad havana caracas taipei canberra ottawa hanoi
    kabul doha minsk warsaw belgrade budapest rome madrid athens kremlin bangkok manila jakarta
    """
)
PLACED: Final = re.compile(
    r"\b(?:in|at|to|from|near|outside|around|over|into|towards?|through|throughout|via|of|for|left"
    r"|visit(?:s|ed|ing)?|leav(?:e|es|ing)|reach(?:ed)?|across|between|tour(?:ed)?)"
    r"\s(?:central\s|downtown\s|the\s)?\Z",
    re.IGNORECASE,
)
# Capitalised now and then, and no names when they stand alone.
GENERIC: Final = (
    word_set(
        """
        sec icbm icbms srbm srbms irbm mrbm slbm covid hiv aids ceo cfo uav wmd usd eur url id
        faqs dc yeah hey okay wow hurrah mm hmm act order section title article chapter part
        resolution treaty agreement amendment accord constitution declaration nation nations
        member members protocol convention summit question hi hello applause laughter arms affairs
        sport democracy bible internet christmas thanksgiving easter god earth sir madam mom dad
        north south east west northern southern eastern western
        """
    )
    | BODIES
    | LANDS
)
NAMESAKES: Final = frozenset(("will", "may", "so", "an", "no", "own"))
OF_PEOPLE: Final = word_set("de la del der den di da le van von bin ibn al el dos")
# Family names that are common words: a given name before them tells a person.
WORD_SURNAMES: Final = word_set(
    """
    may price rice young brown white black green king day rose stone wood hill field banks power
    powers pence cook baker cooper fisher miller mason hunt west moon bell ford grant rich wise long
    short sharp swift love cotton major bush
    """
)
