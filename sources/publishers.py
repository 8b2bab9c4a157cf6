"""Which kind of publisher a name stands for."""

from __future__ import annotations

import re
from typing import Final

# The first row whose words occur in the name decides, so the narrower kinds come first.
_SIGNS: Final[tuple[tuple[str, str], ...]] = (
    (
        "state_media",
        r"KCNA|Korean Central News|Rodong|Xinhua|TASS|RIA Novosti|Sputnik|CGTN|Press TV|IRNA|SANA"
        r"|Granma|People'?s Daily",
    ),
    (
        "central_bank",
        r"Federal Reserve|FOMC|Federal Open Market Committee|Central Bank|Reserve Bank"
        r"|Bank of (?:England|Japan|Canada|Korea|Mexico|Israel|Thailand|Italy|Spain|France|Russia)"
        r"|Bundesbank|Riksbank|Norges Bank|National Bank of|Monetary Authority|People'?s Bank",
    ),
    (
        "military",
        r"Joint Chiefs|Armed Forces|Army|Navy|Air Force|Marine Corps|Coast Guard|Command\b"
        r"|Space Force|Self-Defen[cs]e Force|General Staff|NATO Allied",
    ),
    ("court", r"Court|Tribunal|Judiciary"),
    (
        "statistics",
        r"Statistic|Census|Bureau of (?:Labor|Economic)|Eurostat|INSEE|Destatis|Factbook"
        r"|Geological Survey|Meteorological",
    ),
    (
        "international",
        r"United Nations|\bUN\b|UNICEF|UNHCR|UNESCO|UNFCCC|Security Council|Panel of Experts"
        r"|World Health Organi[sz]ation|\bWHO\b|World Trade Organi[sz]ation|\bWTO\b|World Bank"
        r"|International (?:Monetary Fund|Atomic Energy Agency|Energy Agency|Committee|Olympic)"
        r"|\bIMF\b|\bIAEA\b|\bNATO\b|European (?:Union|Commission|Council|Parliament)|\bOECD\b"
        r"|African Union|ASEAN|G7|G20|Organi[sz]ation (?:for|of) ",
    ),
    (
        "agency",
        r"Reuters|Associated Press|Agence France|\bAFP\b|Yonhap|Kyodo|\bdpa\b|\bANSA\b|Wire\b"
        r"|News ?wire|Press Agency|News Agency",
    ),
    (
        "government",
        r"White House|President|Prime Minister|Government|Ministry|Minister|Department|Secretary"
        r"|Secretariat|Office of|Treasury|Embassy|Parliament|Congress|Senate|House of"
        r"|National Assembly|Cabinet"
        r"|Governor|Mayor|City of|County|State of|Council|Agency|Authority|Commission"
        r"|Administration"
        r"|National (?:Institute|Security|Aeronautics)|NASA|Centers for Disease Control"
        r"|Institutes of|Police|Election|Public Health",
    ),
    (
        "media",
        r"Times|Post\b|Herald|Tribune|Gazette|Guardian|Journal|News|Broadcast|\bBBC\b|\bCNN\b|Radio"
        r"|Television|\bTV\b|Magazine|Daily|Observer",
    ),
    (
        "company",
        r"\bInc\b|\bLtd\b|\bLLC\b|\bCorp|\bplc\b|\bGmbH\b|Company|Holdings|\bS\.A\.|Airlines",
    ),
)
_TABLE: Final = tuple((kind, re.compile(rf"\b(?:{signs})")) for kind, signs in _SIGNS)
# Words that others use for the same kind.
_ALSO_CALLED: Final = {
    "intergovernmental": "international",
    "news_agency": "agency",
    "wire": "agency",
    "newspaper": "media",
    "news": "media",
    "reference": "statistics",
    "think_tank": "other",
    "ngo": "other",
}
KINDS: Final = frozenset({"other", *(kind for kind, _ in _TABLE)})


def kind_of(publisher: str) -> str:
    """The kind of publisher that `publisher` names; `other` where no word of it tells."""
    return next((kind for kind, signs in _TABLE if signs.search(publisher)), "other")


def known_kind(kind: str) -> str | None:
    """The kind as the registry of sources calls it, or None where it knows no such kind."""
    word = kind.strip().lower().replace(" ", "_").replace("-", "_")
    word = _ALSO_CALLED.get(word, word)
    return word if word in KINDS else None
