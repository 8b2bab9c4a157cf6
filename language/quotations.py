"""What is quoted word for word, and who is made responsible for which words.

Attributions are found by rules over cue words, in the terms of Pareti, "PARC 3.0: A Corpus of
Attribution Relations", LREC 2016: a source, a cue and a content, each a range of characters.
"""

import re
from collections.abc import Iterator
from typing import Final

from language.sentences import split_sentences
from language.types import Attribution, Quotation

_LONGEST_QUOTATION: Final = 2000
_LONGEST_SINGLE: Final = 400
_PAIRS: Final = {"“": "”", "«": "»", "„": "“", "‘": "’", '"': '"', "'": "'"}
_SPEECH: Final = (
    "say|says|said|saying|tell|tells|told|telling|announce|announces|announced|announcing|claim"
    "|claims|claimed|claiming|deny|denies|denied|denying|warn|warns|warned|warning|confirm|confirms"
    "|confirmed|confirming|report|reports|reported|state|states|stated|stating|add|adds|added"
    "|adding"
    "|argue|argues|argued|arguing|insist|insists|insisted|declare|declares|declared|maintain"
    "|maintains|maintained|explain|explains|explained|note|notes|noted|acknowledge|acknowledges"
    "|acknowledged|admit|admits|admitted|suggest|suggests|suggested|estimate|estimates|estimated"
    "|predict|predicts|predicted|reiterate|reiterates|reiterated|stress|stresses|stressed|emphasize"
    "|emphasizes|emphasized|emphasise|emphasised|assert|asserts|asserted|allege|alleges|alleged"
    "|conclude|concludes|concluded|believe|believes|believed|promise|promises|promised|pledge"
    "|pledges|pledged|vow|vows|vowed|tweet|tweets|tweeted|write|writes|wrote|testify|testifies"
    "|testified|reveal|reveals|revealed|disclose|disclosed|remark|remarked|reply|replied|contend"
    "|contends|contended|caution|cautions|cautioned|complain|complained|recall|recalled|hint|hinted"
    "|indicate|indicates|indicated|observe|observed|assure|assured|inform|informed|accuse|accused"
)
_HEARER: Final = (
    r"(?:\s+(?:[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}|reporters|journalists|lawmakers|parliament"
    r"|Congress|us|them|him|her|the\s+(?:[\w-]+\s+){0,2}(?:press|council|committee|agency|nation"
    r"|newspaper|network|court|assembly)))"
)
_WHEN: Final = (
    r"(?:\s+(?:on|in|at|late|early|earlier|last|this)\s+[\w ,]{2,40}?|\s+(?:Mon|Tues|Wednes"
    r"|Thurs|Fri"
    r"|Satur|Sun)day|\s+(?:today|yesterday|again|repeatedly|also))"
)
_SOURCE: Final = r"(?P<source>[^,;:.!?\n“”\"]{1,160}?)"
_CUE: Final = (
    r"(?P<cue>(?:has|have|had|is|are|was|were|also|later|then|repeatedly|publicly|falsely|\s)*"
    rf"\b(?:{_SPEECH}))"
)
# Somebody said (on Sunday) (to reporters) that something is so; then the same without "that".
_THAT: Final = re.compile(
    rf"^\s*{_SOURCE}\s+{_CUE}{_HEARER}?{_WHEN}{{0,2}}\s+that\s+(?P<content>\S.*)$", re.DOTALL
)
_PLAIN: Final = re.compile(
    rf"^\s*{_SOURCE}\s+(?:(?P<cue>said|says|claims|claimed|insists|insisted|announced){_HEARER}?"
    rf"|(?P<told>told){_HEARER})(?:\s+on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?,?\s+"
    r"(?P<content>(?:the|a|an|it|its|he|she|they|there|this|these|[A-Z]|\d|no|all|more|most|about)"
    r"\S*\s\S.*)$",
    re.DOTALL,
)
_COLON: Final = re.compile(
    rf"^\s*(?:[^:;.!?\n“”\"]{{1,200}},\s+)?{_SOURCE}\s+{_CUE}(?![\w-])[^:;.!?\n“”\"]{{0,60}}:\s*(?P<content>[“\"‘'].+)$",
    re.DOTALL,
)
_BARE_COLON: Final = re.compile(
    r"^\s*(?P<source>[A-Z][^:;.!?\n“”\"]{1,60})(?P<cue>):\s*(?P<content>[“\"‘'].+)$", re.DOTALL
)
_ACCORDING: Final = re.compile(
    r"^\s*(?P<cue>[Aa]ccording to"
    r"|[Aa]s per)\s+(?P<source>[^,;:!?\n]{1,160}?),\s+(?P<content>\S.*)$",
    re.DOTALL,
)
_ACCORDING_LAST: Final = re.compile(
    r"^\s*(?P<content>.{3,}?),?\s+(?P<cue>according to)\s+(?P<source>[^,;:!?\n]{1,160}?)[.!]?\s*$",
    re.DOTALL,
)
# Something is so, somebody said (on Sunday); then the same with the cue before the source.
_LAST: Final = re.compile(
    rf"^\s*(?P<content>.{{3,}}?)[,”\"]+\s*(?P<source>(?!and |but |who "
    rf"|which )[^,;:!?\n“”\"]{{1,120}}?)"
    rf"\s+(?P<cue>{_SPEECH}){_HEARER}?{_WHEN}?(?:,[^\n]{{0,120}})?[.!]?\s*$",
    re.DOTALL,
)
_LAST_TURNED: Final = re.compile(
    r"^\s*(?P<content>.{3,}?)[,”\"]+\s*(?P<cue>said|says|added|warned|wrote|replied)\s+"
    r"(?P<source>[^;:!?\n“”\"]{1,160}?)[.!]?\s*$",
    re.DOTALL,
)
_SHAPES: Final = (
    _THAT,
    _ACCORDING,
    _COLON,
    _BARE_COLON,
    _PLAIN,
    _LAST,
    _LAST_TURNED,
    _ACCORDING_LAST,
)
# What stands where a source would, and is none.
_NO_SOURCE: Final = re.compile(
    r"^(?:it (?:is|was|has been)|there (?:is|was)|this|that|which|who|what|and|but|as|when|if"
    r"|because"
    r"|although|while|being|not)$",
    re.IGNORECASE,
)
_LONGEST_SENTENCE: Final = 3000


def find_quotations(text: str) -> list[Quotation]:
    """Return the direct quotations of `text` in order; one inside another is not given apart.

    An apostrophe opens nothing, and an opening mark whose partner does not come within 2,000
    characters (400 for a single mark) or the paragraph quotes nothing.
    """
    found: list[Quotation] = []
    at = 0
    while at < len(text):
        closing = _PAIRS.get(text[at])
        end = _end_of_quotation(text, at, closing) if closing else -1
        if end < 0:
            at += 1
            continue
        if end > at + 1:
            found.append(Quotation(at + 1, end, text[at + 1 : end]))
        at = end + 1
    return found


def _end_of_quotation(text: str, at: int, closing: str) -> int:
    opening = text[at]
    single = opening in "'‘"
    if single and at and text[at - 1].isalnum():
        return -1
    if opening == '"' and at + 1 < len(text) and text[at + 1].isspace():
        return -1
    limit = at + (_LONGEST_SINGLE if single else _LONGEST_QUOTATION)
    paragraph = text.find("\n\n", at, limit)
    limit = paragraph if paragraph >= 0 else limit
    place = text.find(closing, at + 1, limit)
    while single and place >= 0 and text[place + 1 : place + 2].isalnum():
        place = text.find(closing, place + 1, limit)  # the apostrophe of "don't"
    return place


def find_attributions(text: str) -> list[Attribution]:
    """Return who is made responsible for which words, at most one to a sentence, in order."""
    return [
        found
        for sentence in split_sentences(text)
        for found in _attributions_of(sentence.text, sentence.start)
    ]


def split_attribution(claim: str) -> tuple[Attribution, str] | None:
    """Return the attribution of a claim of the form "X said that P", and P; None for any other."""
    found = next(_attributions_of(claim, 0), None)
    if found is None:
        return None
    return found, claim[found.content_start : found.content_end]


def _attributions_of(sentence: str, offset: int) -> Iterator[Attribution]:
    if len(sentence) > _LONGEST_SENTENCE:
        return
    for shape in _SHAPES:
        match = shape.match(sentence)
        if match and not _NO_SOURCE.match(match["source"].strip()):
            yield _attribution(match, sentence, offset)
            return


def _attribution(match: re.Match[str], sentence: str, offset: int) -> Attribution:
    start, end = match.span("content")
    content = sentence[start:end].rstrip()
    end = start + len(content)
    direct = content[:1] in '“"‘«' and bool(content)
    if direct:
        start += 1
        end -= content[-1:] in '”"’»'
    elif content.endswith(".") and not content.endswith(("U.S.", "U.K.", "a.m.", "p.m.")):
        end -= 1
    source = _trimmed(match, "source")
    group = "cue" if match["cue"] else "told"
    spoken = match.groupdict().get(group)
    cue = _trimmed(match, group) if spoken else (source[1], source[1])
    return Attribution(
        source_start=source[0] + offset,
        source_end=source[1] + offset,
        cue_start=cue[0] + offset,
        cue_end=cue[1] + offset,
        content_start=start + offset,
        content_end=max(start, end) + offset,
        direct=direct,
    )


def _trimmed(match: re.Match[str], group: str) -> tuple[int, int]:
    words = match[group]
    start = match.start(group) + len(words) - len(words.lstrip())
    return start, start + len(words.strip())
