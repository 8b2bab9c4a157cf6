"""The people, bodies and countries of an article: fullest names, offices, whom a name means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from language.gazetteer import FAMILY_FIRST, gazetteer
from language.lists import word_set
from language.name_words import METONYMS
from language.names import find_names
from language.types import Name, Span

_HEAD: Final = (
    r"secretary[ -]general|president|vice president|prime minister|minister"
    r"|secretary(?:\sof\s(?:the\s)?[A-Z]\w+)?|leader|spokes\w+|ambassador|director|chair(?:man|woman)?|chief|governor|senator|mayor|king|queen"
    r"|chancellor|premier|envoy|analyst|agency|general|commander|officer|representative|adviser"
    r"|advisor|economist|professor|researcher|judge|attorney|lawyer|candidate|nominee|editor"
    r"|executive|founder|head|fellow|expert|speaker|coordinator|member|sister|brother|daughter"
    r"|aide|official|wife|husband|son|inspector|superintendent|constable|commissioner|captain|admiral"
)
_ROLE_BEFORE: Final = re.compile(
    rf"(?<![\w’'-])(?P<role>(?:(?:(?-i:(?:[A-Z]\.){{2,4}}|[A-Z][\w’'-]*)|first|vice|deputy|former|acting|senior|state|news"
    rf"|foreign|defen[cs]e|press|interior|finance|prime|security|national|general|military|guard"
    rf"|policy|affairs|rights|health|energy|police|government|relief|central|bank|trade|human|opposition"
    rf"|emergency|regional|city|district|provincial|presidential|nuclear|party|army|navy|force|chief"
    rf"|executive|campaign|company|ministry|union|fire|rescue|hospital|farm|budget|climate"
    rf"|science|migration|justice|labou?r|transport|agriculture|education|development|economic|economy"
    rf"|election|intelligence|border|coast|aviation|industry|commerce|housing|welfare)\s){{0,5}}"
    rf"(?:{_HEAD})),?\s\Z",
    re.IGNORECASE,
)
_ROLE_AFTER: Final = re.compile(
    rf",\s(?P<role>(?:(?:the|a|an)\s)?(?:[\w’'-]+\s){{0,4}}?(?:{_HEAD})\b[^,;.]{{0,80}})",
    re.IGNORECASE,
)
_RANKS: Final = word_set(
    "Inspector Superintendent Constable Detective Commissioner Captain Sergeant Admiral Coach Chief"
)
_LOOKED_BACK: Final = 90
_WORDS_OF_AN_OFFICE: Final = 3
# A capital with these stands for the government that sits there, not for the city.
_ACTING: Final = re.compile(r"\b(?:by|with|against|provoked)\s\Z")
_ACTS: Final = re.compile(
    r"\s(?:itself\s)?(?:is|has|had|was|will|would|could|can|cannot|may|might|says|\w+ed|said)\b"
)
_AT: Final = re.compile(
    r"(?:\b(?:in|at|to|near|from|of|outside|around)|[^,]\s(?:and|or))\s\Z", re.IGNORECASE
)
_NOUN: Final = re.compile(r"[a-z]+")
_HALVES: Final = re.compile(r"\b[Tt]he (?P<half>North|South)\b(?!\s(?:Korea|[A-Z]))")


@dataclass(slots=True)
class Member:
    """Somebody or something of the article under its fullest name; `role` as given there."""

    name: str
    canonical: str
    kind: str
    role: str = ""
    first: int = 0
    pronoun: str = ""
    mentions: list[Name] = field(default_factory=list)


class Cast:
    """Everybody and everything that an article names."""

    def __init__(self, text: str, title: str = "") -> None:
        self._text = text
        self.names: Sequence[Name] = [_without_rank(name) for name in find_names(text)]
        self._starts = [name.start for name in self.names]
        self.people: dict[str, Member] = {}
        self.others: dict[str, Member] = {}
        for name in self.names:
            if _is_person(name) and " " in name.canonical:
                self._add(self.people, name)
            elif name.kind in ("place", "organisation", "group"):
                self._add(self.others, name)
        self._by_surname: dict[str, list[Member]] = {}
        for person in self.people.values():
            self._by_surname.setdefault(surname_of(person.canonical), []).append(person)
        self._complete(title)
        self._by_office: dict[str, list[Member]] = {}
        for member in (*self.people.values(), *self.others.values()):
            for noun in set(_NOUN.findall(f"{member.role} {member.canonical}".casefold())):
                self._by_office.setdefault(noun, []).append(member)

        # Bodies that are written with "the".
        self.articled = frozenset(
            member.name
            for member in self.others.values()
            if member.kind == "organisation"
            and any(text[max(0, each.start - 4) : each.start] == "the " for each in member.mentions)
        )
        self._by_name = {person.name: person for person in self.people.values()}
        self.full_names = frozenset(self._by_name)

    def _complete(self, title: str) -> None:
        """Take from the title the full names of those whom the text only calls by surname."""
        bare = {name.canonical for name in self.names if " " not in name.canonical}
        for name in map(_without_rank, find_names(title)):
            surname = surname_of(name.canonical) if _is_person(name) else ""
            if surname in bare and surname not in self._by_surname and " " in name.canonical:
                person = Member(name.wording, name.canonical, name.kind, first=-1)
                self.people[name.canonical] = person
                self._by_surname[surname] = [person]

    def by_name(self, name: str) -> Member | None:
        """Return the person of that full name."""
        return self._by_name.get(name)

    def between(self, start: int, end: int) -> Sequence[Name]:
        """Return the names that begin within characters `start` to `end`."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def who(self, name: Name) -> list[Member]:
        """Return whom a person's name may mean; nobody where the name is no person's."""
        if name.canonical in self.people:
            return [self.people[name.canonical]]
        if " " in name.canonical or name.kind not in ("person", "unknown"):
            return []
        namesakes = self._by_surname.get(name.canonical, [])
        known = [person for person in namesakes if person.first < name.start]
        return known or namesakes

    def full_name(self, name: Name) -> str | None:
        """Return the country that a capital stands for where it acts, or None to leave it."""
        capital = self._text[name.start : name.end].casefold()
        if capital not in METONYMS:
            return None
        before = self._text[max(0, name.start - 12) : name.start]
        acts = _ACTS.match(self._text, name.end) and not _AT.search(before)
        owner = self.others.get(gazetteer().owners.get(capital, ""))
        return owner.name if owner and (acts or _ACTING.search(before)) else None

    def halves(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Return where "the North" or "the South" means a Korea that the article names."""
        found = []
        for half in _HALVES.finditer(self._text, start, end):
            country = self.others.get(f"{half['half'].lower()} korea")
            if country:
                found.append((Span(*half.span()), country.name))
        return found

    def by_office(self, words: str) -> Member | None:
        """Return whom "the agency" or "the minister" means where only one has such an office."""
        nouns = words.casefold().split()
        office = nouns[:1] == ["the"] and len(nouns) <= _WORDS_OF_AN_OFFICE
        fits = self._by_office.get(nouns[-1], []) if office else []
        return fits[0] if len(fits) == 1 else None

    def _add(self, members: dict[str, Member], name: Name) -> None:
        words = self._text[name.start : name.end]
        member = members.get(name.canonical)
        if member is None:
            member = Member(words, name.canonical, name.kind, first=name.start)
            members[name.canonical] = member
        member.mentions.append(name)
        member.role = member.role or self._role(name)
        if _fuller(words, name, member):
            member.name = words

    def _role(self, name: Name) -> str:
        before = _ROLE_BEFORE.search(self._text[max(0, name.start - _LOOKED_BACK) : name.start])
        if before:
            return " ".join(before["role"].split())
        after = _ROLE_AFTER.match(self._text, name.end)
        return " ".join(after["role"].split()) if after and _is_person(name) else ""


def _without_rank(name: Name) -> Name:
    """Return a name without the rank it begins with: "Inspector Sarah Collins"."""
    rank, _, rest = name.wording.partition(" ")
    if rank not in _RANKS or " " not in rest or name.kind not in ("person", "unknown"):
        return name
    canonical = name.canonical.removeprefix(rank.lower() + " ")
    return replace(
        name, start=name.start + len(rank) + 1, wording=rest, kind="person", canonical=canonical
    )


def surname_of(canonical: str) -> str:
    """Return the part of a full name by which a person is called for short."""
    parts = canonical.split()
    return parts[0] if parts[0] in FAMILY_FIRST else parts[-1]


def _is_person(name: Name) -> bool:
    unknown = name.kind == "unknown" and 2 <= len(name.canonical.split()) <= 3
    return name.kind == "person" or unknown


def _fuller(words: str, name: Name, member: Member) -> bool:
    if name.kind == "group":
        return False
    if member.kind == "group" or words.casefold() in METONYMS:
        plain = words.casefold() not in METONYMS and name.canonical == member.canonical
        return plain and member.name.casefold() != name.canonical
    shouted = words.isupper() and len(words) > 5
    return not shouted and (len(words) > len(member.name) or member.name.casefold() in METONYMS)
