"""Who publishes: the registry of sources and how much their word counts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.models.corpus import DocumentRow, SourceRow
from records.pages import After, Listing, Page
from records.statements import in_batches, insert_into
from records.wording import storable
from verification.errors import NotFound, Rejected
from verification.types import Source

WEIGHTS = {
    "government": 0.9,
    "military": 0.85,
    "central_bank": 0.95,
    "court": 0.95,
    "statistics": 0.95,
    "international": 0.9,
    "state_media": 0.6,
    "agency": 0.8,
    "company": 0.6,
    "media": 0.7,
    "other": 0.8,
}
"""How much a source's word counts, in [0, 1], where it has no weight of its own."""
MAX_NAME = 300
BATCH = 500


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A publisher as given; without `id` it is made from the name, without `weight` by kind."""

    name: str
    kind: str = "other"
    weight: float | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source of record."""

    id: str
    source: Source
    created_at: datetime
    updated_at: datetime


class Published(Protocol):
    """What names its publisher."""

    @property
    def publisher(self) -> str:
        """The publisher's name."""

    @property
    def publisher_kind(self) -> str | None:
        """The publisher's kind, if known."""


def put_source(session: Session, source: SourceInput, *, actor: str, now: datetime) -> Source:
    """Add a source or change it; Rejected for an unknown kind or a weight outside [0, 1].

    When it changes, its documents become due for the index, which shows name, kind and weight.
    """
    new = _from_input(source)
    before = session.scalar(select(SourceRow).where(SourceRow.id == new.id))
    old = source_of(before) if before else None
    if old == new:
        return new
    values = {"name": new.name, "kind": new.kind, "weight": new.weight, "updated_at": now}
    session.execute(
        insert_into(session, SourceRow)
        .values(id=new.id, created_at=now, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )
    if old:
        _index_again(session, new.id)
    entry = AuditEntry(actor, "source.put", new.id, before=_state(old), after=_state(new))
    record_event(session, entry, now=now)
    return new


def get_source(session: Session, source_id: str) -> Source:
    """One source; NotFound when there is none."""
    row = session.scalar(select(SourceRow).where(SourceRow.id == source_id))
    if row is None:
        raise NotFound(f"There is no source {source_id}.")
    return source_of(row)


def list_sources(
    session: Session, *, limit: int = 100, after: After | None = None
) -> Page[SourceRecord]:
    """Sources, oldest first."""
    listing = Listing(SourceRow, limit, after, newest_first=False)
    rows = session.scalars(listing.of(select(SourceRow)))
    return listing.page(
        [SourceRecord(row.id, source_of(row), row.created_at, row.updated_at) for row in rows]
    )


def ensure_source(
    session: Session, publisher_name: str, kind: str | None = None, *, now: datetime
) -> Source:
    """The source of a publisher's name, made when there is none."""
    source_id = source_id_of(publisher_name)
    wanted = {source_id: SourceInput(publisher_name, kind or "other", id=source_id)}
    return _ensure(session, wanted, now)[source_id]


def sources_of(
    session: Session, published: Iterable[Published], *, now: datetime
) -> dict[str, Source]:
    """The sources of many documents by publisher's name, made where there are none."""
    ids: dict[str, str] = {}
    wanted: dict[str, SourceInput] = {}
    for each in published:
        if each.publisher not in ids:
            source_id = ids[each.publisher] = source_id_of(each.publisher)
            kind = each.publisher_kind or "other"
            wanted.setdefault(source_id, SourceInput(each.publisher, kind, id=source_id))
    found = _ensure(session, wanted, now)
    return {name: found[source_id] for name, source_id in ids.items()}


def current_sources(session: Session, ids: Iterable[str]) -> dict[str, Source]:
    """The sources with these ids, as far as there are any."""
    found: dict[str, Source] = {}
    for batch in in_batches(ids, BATCH):
        rows = session.scalars(select(SourceRow).where(SourceRow.id.in_(batch)))
        found |= {row.id: source_of(row) for row in rows}
    return found


def source_id_of(name: str) -> str:
    """The id of a publisher's name: its letters and digits in ASCII, with hyphens.

    Names that lose letters on the way get a piece of their hash, so that they stay apart.
    """
    folded = unicodedata.normalize("NFKD", name.strip().casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100]
    if any(letter.isalnum() and not letter.isascii() for letter in plain) or not slug:
        slug = f"{slug}-{hashlib.sha256(plain.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return slug.strip("-")


def source_of(row: SourceRow) -> Source:
    """The source in a row."""
    return Source(row.id, row.name, row.kind, row.weight)


def _ensure(session: Session, wanted: dict[str, SourceInput], now: datetime) -> dict[str, Source]:
    found = current_sources(session, wanted)
    missing = [_from_input(wanted[source_id]) for source_id in sorted(wanted.keys() - found)]
    for source in missing:
        session.execute(
            insert_into(session, SourceRow)
            .values(
                id=source.id,
                name=source.name,
                kind=source.kind,
                weight=source.weight,
                created_at=now,
                updated_at=now,
            )
            .on_conflict_do_nothing(index_elements=["id"])
        )
    return found | current_sources(session, [source.id for source in missing])


def _from_input(source: SourceInput) -> Source:
    name = source.name.strip()
    if not name or len(name) > MAX_NAME or not storable(name):
        raise Rejected(
            f"A publisher needs a name of 1 to {MAX_NAME} characters.", code="publisher_rejected"
        )
    if source.kind not in WEIGHTS:
        raise Rejected(
            f"A publisher's kind is one of {', '.join(WEIGHTS)}.", code="unknown_publisher_kind"
        )
    weight = WEIGHTS[source.kind] if source.weight is None else source.weight
    if not 0 <= weight <= 1:
        raise Rejected("A source's weight lies between 0 and 1.", code="weight_out_of_range")
    return Source(source.id or source_id_of(name), name, source.kind, weight)


def _index_again(session: Session, source_id: str) -> None:
    present = (DocumentRow.source_id == source_id, DocumentRow.withdrawn_at.is_(None))
    # Locked in the order in which everybody locks documents; the update would take its own.
    in_order = select(DocumentRow.id).where(*present).order_by(DocumentRow.id)
    session.execute(in_order.with_for_update()).close()
    session.execute(update(DocumentRow).where(*present).values(index_due=True))


def _state(source: Source | None) -> dict[str, str | float] | None:
    if source is None:
        return None
    return {"name": source.name, "kind": source.kind, "weight": source.weight}
