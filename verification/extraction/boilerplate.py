"""Telling what a page puts around a story: credits, calls to subscribe, contacts, disclaimers."""

from __future__ import annotations

import re
from typing import Final

_PATTERNS: Final = (
    # captions and credits
    r"(?:image|photo|picture|video|graphic|file photo|representational image)s?"
    r"(?:\s(?:source|credit|courtesy|by))?\s?:",
    r"(?:source|credit|courtesy)s?\s?:\s",
    r"[^.!?]{0,80}\b(?:getty images|shutterstock|via (?:ap|reuters|afp)|afp photo|ap photo)"
    r"(?:\s?[/|:)]|\W*\Z)",
    # rights and disclaimers
    r"(?:©|\(c\)\s|copyright\s(?:©|\(c\)|[0-9]))",
    r"all rights reserved\b",
    r"[^.!?]{0,60}\bviews (?:and opinions )?expressed\b",
    r"(?:disclaimer|advertisement|advertorial|sponsored|promoted)(?:\s?:|\W*\Z|\scontent\b)",
    r"(?:terms of (?:use|service)|privacy policy|cookie policy)\b",
    r"[^.!?]{0,60}\bwithout (?:the )?prior (?:written )?(?:consent|permission)\b",
    r"our standards\s?:",
    # what became of the story
    r"(?:corrections?|clarifications?|editor['’]?s['’]? note)(?:\s\([^()]{1,30}\))?\s?[:—–-]\s",
    r"(?:an?|the) (?:earlier|previous|original) version of (?:this|the)"
    r" (?:article|story|report|post|column|headline|caption)\b",
    r"this (?:article|story|post|column|piece|report) (?:has been|was|is being)"
    r" (?:last )?(?:updated|corrected|amended|clarified|edited)\b",
    r"this (?:article|story|post|column|piece|essay) (?:was|is|has been|first|originally)"
    r" (?:(?:originally|first|also)\s)?(?:published|appeared|republished|reprinted|produced)\b",
    r"this is a (?:developing|breaking) (?:news )?story\b",
    # calls to the reader
    r"(?:please\s)?(?:help\s(?:us\s)?)?support\s(?:(?!for\b|of\b|from\b|among\b)[\w-]+\s){0,3}"
    r"(?:journalism|newsroom|reporting)\b",
    r"(?:support|get|try|join|start|read|enjoy|subscribe)\b[^.!?]{0,80}"
    r"\bfor (?:just|only|as little as)\s[$£€]\d",
    r"become a (?:member|subscriber|supporter)\b",
    r"(?:get|enjoy) (?:unlimited|full) (?:digital )?access\b",
    r"follow\s[^.!?]{1,60}\son\s(?:twitter|x|facebook|instagram|telegram)\b",
    r"(?:please\s)?(?:follow|like|join|find) us\b",
    r"(?:please\s)?(?:subscribe|sign up|sign in|log in|register|enroll?|donate)\b",
    r"(?:click|tap|swipe) (?:here|to|on)\b",
    r"(?:read|see|watch|listen|learn|find out)\s(?:more|also|full story|next|the full)\b",
    r"(?:also read|more from|you may also like)\b",
    r"(?:more on|related|recommended|most read|trending)"
    r"(?:\s?:|\W*\Z|\s(?:articles?|stories|news|topics|posts|now)\b)",
    r"(?:share|tweet|print|email|comment)(?:\sthis)?(?:\s(?:on|article|story|via)\b|\s?:|\Z)",
    r"(?:facebook|twitter|instagram|whatsapp|youtube|telegram)(?:\s(?:comments?|share|page))?\W*\Z",
    r"(?:download|get|install)\s(?:our|the)\s(?:free\s)?(?:app|newsletter)\b",
    r"join (?:today|now|the conversation)\b",
    r"(?:\d+\s)?comments?\W*\Z",
    r"(?:leave a (?:reply|comment)|post a comment|back to top|skip to)\b",
    r"(?:next|previous) article\b",
    r"(?:this site|this website|we) uses? cookies\b",
    # bylines and desks
    r"\(?(?:reporting|writing|editing|additional reporting|compiled|edited|written) by\s"
    r"(?-i:[A-Z]|the\s\w+\s(?:desk|staff|team))",
    r"(?:by|BY)\s(?:THE\s)?[A-Z][\w.'’-]+(?:\s(?:and\s|&\s)?[A-Z][\w.'’-]+){0,5}\Z",
    r"(?:updated|published|posted|last (?:updated|modified))(?:\son)?\s?:?\s[^.!?]{0,50}\Z",
    r"[^!?]{3,300}\scontributed (?:(?:additional )?reporting\b"
    r"|to (?:this|the) (?:report|story|article))"
    r"(?:\s(?:from|in)\s[^.!?]{1,80})?\W*\Z",
    r"\d{1,3}\s(?:min(?:ute)?s?)\sread\b",
    r"(?:for (?:more information|media inquiries|inquiries)\b|contact us\b)",
    r"(?:contact|tel|phone|e-?mail)\s?:",
)
_BEGINS: Final = re.compile(rf"\W{{0,3}}(?:{'|'.join(_PATTERNS)})", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+){1,3}(?:/\S*)?"
    r"|\(?\+?[\d(][\d\s().-]{6,}\d)"
)
_SHOUTED: Final = re.compile(
    r"\b(?:COURSE|CERTIFICATE|JOIN|ENROLL?|REGISTER|APPLY|OFFER|SALE|DISCOUNT|SUBSCRIBE|WEBINAR"
    r"|ONLINE|FREE|DOWNLOAD|SHOP|BUY|ADVERTISEMENT)\b"
)


# Who made a picture: "REUTERS/Jane Doe", "(AP Photo/Jane Doe)", "Jane Doe/AFP/Getty Images".
_AGENCY: Final = r"(?:REUTERS|Reuters|AFP|AP Photo|AP|EPA|TASS|Yonhap|Xinhua|UPI|Pool|Getty Images)"
_MAKER: Final = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,4}"
_CREDIT: Final = re.compile(
    r"(?:\A|(?<=[.!?):|—-]\s)|(?<=[(\[])|(?<=\s)(?=REUTERS\s?/))"
    rf"(?:(?:{_AGENCY}\s?/\s?)+{_MAKER}|{_MAKER}(?:\s?/\s?{_AGENCY})+"
    rf"|(?<=[(\[]){_MAKER}\s?/\s?{_MAKER}(?:\svia\s{_AGENCY})?)"
    rf"(?:\s?/\s?[\w. ]{{2,40}})?(?:,?\s[Ff]ile(?:\s[Pp]hoto)?)?[.)\]]{{0,2}}\s*\Z"
)
_LONGEST_CREDIT: Final = 120
_LONGEST: Final = 600


def ends_in_credit(line: str) -> bool:
    """Tell whether a line ends by saying who made a picture: then it is the words below one."""
    return _CREDIT.search(line, max(0, len(line) - _LONGEST_CREDIT)) is not None


def is_boilerplate(line: str) -> bool:
    """Tell whether a line or sentence belongs to the page rather than to the story."""
    words = line.strip()
    if len(words) > _LONGEST:
        return False
    if _BEGINS.match(words) or ends_in_credit(words) or not any(map(str.isalpha, words)):
        return True
    shouted = words.isupper() and _SHOUTED.search(words) is not None
    return shouted or not _ADDRESS.sub("", words).strip(" \t\n\r|,;·•-")
