"""Finding names: people, organisations, places and groups, by their capitals and a gazetteer.

A run of capitalised words is cut at the names that the gazetteer knows, at titles and at small
words; what is left over is a name unless it only begins a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from language.gazetteer import (
    FAMILY_FIRST,
    Entry,
    canonical_of,
    gazetteer,
    given_names,
)
from language.name_comparison import same_name
from language.name_tokens import Token, is_common, runs
from language.name_words import (
    BODIES,
    GENERIC,
    LANDS,
    LINKED,
    LONGEST,
    METONYMS,
    NAMESAKES,
    OF_PEOPLE,
    OWNERS,
    PLACED,
    REALMS,
    WEAK_TITLES,
    WORD_SURNAMES,
)
from language.stop_words import STOP_WORDS
from language.types import Name, NameKind

__all__ = ["find_names", "same_name"]


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of a run that belong together; `entry` is what the gazetteer says of them."""

    tokens: tuple[Token, ...]
    entry: Entry | None = None
    canonical: str = ""

    @property
    def joint(self) -> bool:
        return self.tokens[0].joint

    @property
    def sort(self) -> str:
        return self.entry.sort if self.entry else ""

    @property
    def head(self) -> str:
        return self.tokens[-1].key

    def key(self) -> str:
        return self.canonical or canonical_of(token.written for token in self.tokens)


def find_names(text: str) -> list[Name]:
    """Return the names of `text` in order, without overlaps; titles are not part of them.

    ``canonical`` is equal for the aliases of one thing: "US", "American" and a "Washington" that
    decides are all "united states". Months and days are not names, nor is a common word that only
    begins a sentence.
    """
    names = [name for run in runs(text) for name in _names(text, _linked(_segments(run)))]
    worded = [replace(name, wording=text[name.start : name.end]) for name in names]
    return _people_again(worded)


def _segments(run: list[Token]) -> list[_Segment]:
    known, keys = gazetteer(), [token.key for token in run]
    written = [token.written for token in run]
    segments: list[_Segment] = []
    free: list[Token] = []
    at = 0
    while at < len(run):
        found = None if run[at].joint else known.longest(keys, written, at)
        end = found[1] if found else at + 1
        if found or (run[at].joint and run[at].key not in OF_PEOPLE):
            segments += [_Segment(tuple(free))] if free else []
            segments.append(_Segment(tuple(run[at:end]), found[0] if found else None))
            free = []
        elif _breaks(run[at]):
            segments += [_Segment(tuple(free))] if free else []
            free = []
        else:
            free.append(run[at])
            ends = run[at].possessive and run[at].key not in OWNERS
            if ends or len(free) == LONGEST:
                segments.append(_Segment(tuple(free)))
                free = []
        at = end
    return [*segments, _Segment(tuple(free))] if free else segments


def _breaks(token: Token) -> bool:
    """Tell whether the token is a function word with a capital, of a glued heading."""
    return token.key in STOP_WORDS and not token.joint and token.key not in NAMESAKES


def _linked(segments: list[_Segment]) -> list[_Segment]:
    """Join what small words link: "Embassy of France", "Ministry of Health and Sport"."""
    linked: list[_Segment] = []
    for segment in segments:
        if _links(linked, segment):
            joints = [linked.pop()]
            while linked[-1].joint:
                joints.insert(0, linked.pop())
            parts = [linked.pop(), *joints, segment]
            tokens = tuple(token for part in parts for token in part.tokens)
            key = " ".join(
                part.entry.canonical if part.entry else part.key() for part in parts
            ).replace(" the ", " ")
            linked.append(_Segment(tokens, _realm(parts), canonical=key))
        elif _continues(linked, segment):
            started = linked.pop()
            key = f"{started.key()} {segment.key()}"
            linked.append(_Segment(started.tokens + segment.tokens, canonical=key))
        else:
            linked.append(segment)
    return linked


def _realm(parts: list[_Segment]) -> Entry | None:
    """Return the country of "Republic of Colombia"."""
    country = parts[-1].entry
    realm = parts[0].tokens[0].key in REALMS and len(parts[0].tokens) == 1
    return country if realm and country and country.sort == "country" else None


def _continues(before: list[_Segment], segment: _Segment) -> bool:
    """Tell whether `segment` ends what a link began: "Center for North Korean" "Studies"."""
    if not before or not before[-1].canonical or segment.entry or segment.joint:
        return False
    last = before[-1].tokens[-1]
    return not last.possessive and segment.tokens[0].start - last.end == 1


def _links(before: list[_Segment], segment: _Segment) -> bool:
    if segment.joint or segment.sort == "office" or len(before) < 2 or not before[-1].joint:
        return False
    place = len(before) - 1
    while place >= 0 and before[place].joint:
        if before[place].head not in LINKED:
            return False
        place -= 1
    if place < 0 or before[place].entry or before[place].tokens[-1].possessive:
        return False
    left, first = before[place], before[place + 1].head
    body = left.head in BODIES or left.head in LANDS
    if first == "and":  # a second subject of a ministry, not a second name
        return left.canonical != "" and left.tokens[0].key in BODIES and segment.entry is None
    return body and first in ("of", "for", "on")


def _names(text: str, segments: list[_Segment]) -> Iterator[Name]:
    titled = False
    at = 0
    while at < len(segments):
        segment = segments[at]
        following = segments[at + 1] if at + 1 < len(segments) else None
        if following and (joined := _joined(segment, following)):
            yield joined
            at += 1
        elif segment.entry and segment.sort != "office":
            yield _known(text, segment, segment.entry)
        elif not segment.entry and not segment.joint:
            title = following is not None and following.sort == "office"
            yield from _free(segment, titled=titled, before_title=title)
        titled = _gives_title(segment, following)
        at += 1


def _gives_title(segment: _Segment, following: _Segment | None) -> bool:
    if segment.sort != "office" or segment.tokens[-1].possessive or not following:
        return False
    word = following.tokens[0]
    if word.key in STOP_WORDS:
        return False
    return segment.head not in WEAK_TITLES or not _is_common(word)


def _joined(first: _Segment, second: _Segment) -> Name | None:
    """Return one name for "US Navy", "Russian Embassy" and "Michael Jordan"."""
    if first.tokens[-1].possessive or first.joint or second.joint:
        return None
    tokens = first.tokens + second.tokens
    if first.sort in ("country", "demonym") and not second.entry:
        if second.head in BODIES and first.entry:
            return _name(tokens, "organisation", f"{first.entry.canonical} {second.key()}")
        return None
    surname = second.sort in ("country", "place", "capital") and len(second.tokens) == 1
    if surname and not first.entry and first.head in given_names() and len(first.tokens) == 1:
        return _name(tokens, "person", canonical_of(token.written for token in tokens))
    return None


def _name(tokens: tuple[Token, ...], kind: NameKind, canonical: str) -> Name:
    return Name(tokens[0].start, tokens[-1].end, "", kind, canonical)


def _known(text: str, segment: _Segment, entry: Entry) -> Name:
    canonical = entry.canonical
    start, end = segment.tokens[0].start, segment.tokens[-1].end
    if entry.sort == "capital" and canonical in METONYMS:
        city = PLACED.search(text[max(0, start - 24) : start]) or text.startswith(",", end)
        canonical = canonical if city else entry.of
    return _name(segment.tokens, entry.kind, canonical)


def _free(segment: _Segment, *, titled: bool, before_title: bool) -> Iterator[Name]:
    for tokens in _without_common(segment, titled=titled):
        if before_title and all(_is_common(token) for token in tokens):
            continue  # "Defense" of "Defense Minister"
        kind = _kind(tokens, titled=titled)
        if len(tokens) == 1 and not titled and _is_common(tokens[0]):
            continue
        canonical = segment.canonical if tokens == segment.tokens else ""
        yield _name(tokens, kind, canonical or canonical_of(token.written for token in tokens))


def _is_common(token: Token) -> bool:
    return len(token.key) < 2 or all(
        is_common(part) or part in GENERIC for part in token.key.split()
    )


def _without_common(segment: _Segment, *, titled: bool) -> list[tuple[Token, ...]]:
    """Drop a common word that is capitalised only because a sentence begins with it."""
    tokens = _from_given_name(segment.tokens)
    while tokens and tokens[0].key in STOP_WORDS and tokens[0].key not in OF_PEOPLE:
        tokens = tokens[1:]
    if not tokens:
        return []
    if titled or not tokens[0].first:
        return [tokens]
    if len(tokens) > 1 and tokens[1].first:  # a heading
        return _rare_parts(tokens)
    rest = tokens[1:]
    drop = _is_common(tokens[0]) and tokens[0].key not in given_names()
    if drop and rest and all(_is_common(token) for token in rest):
        drop = tokens[0].key in STOP_WORDS  # else "Security Council", which keeps its first word
    if not drop:
        return [tokens]
    while rest and rest[0].joint:
        rest = rest[1:]
    return [rest] if rest else []


def _from_given_name(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Drop the rest of a title before a person: "Political Affairs Victoria Nuland"."""
    for at in range(1, len(tokens) - 1):
        person = tokens[at].key in given_names() and not _is_common(tokens[at + 1])
        if person and all(_is_common(token) for token in tokens[:at]):
            return tokens[at:]
    return tokens


def _rare_parts(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if _is_common(token) if not token.joint else token.key not in OF_PEOPLE or not parts[-1]:
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        while part and part[-1].joint:
            part.pop()
    return [tuple(part) for part in parts if part]


def _kind(tokens: tuple[Token, ...], *, titled: bool) -> NameKind:
    keys = [token.key for token in tokens]
    if not BODIES.isdisjoint((keys[0], keys[-1])) and len(tokens) > 1:
        return "organisation"
    if keys[-1] in LANDS and len(tokens) > 1:
        return "place"
    if titled:
        return "person"
    if 2 <= len(tokens) <= 5 and (keys[0] in given_names() or keys[0] in FAMILY_FIRST):
        rare = [key for key in keys[1:] if key in WORD_SURNAMES]
        rare += [token.key for token in tokens[1:] if not _is_common(token)]
        return "person" if rare else "unknown"
    return "unknown"


def _people_again(names: list[Name]) -> list[Name]:
    """Know "Biden" for a person where the text also has "Joe Biden"."""
    known = set()
    for name in names:
        parts = name.canonical.split()
        if name.kind == "person":
            known.add(parts[0] if parts[0] in FAMILY_FIRST else parts[-1])
    return [
        replace(name, kind="person") if name.kind == "unknown" and name.canonical in known else name
        for name in names
    ]
