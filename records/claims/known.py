"""Claims of record that may say what another claim says, found by the stems of their words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from records.claims.nouns import ClaimRecord
from records.claims.reading import get_claims
from records.models.claims import ClaimRow, ClaimStemRow
from records.models.desk import ReviewRow
from records.statements import execute_many, in_batches
from verification.matching import ClaimForm, Rarity, rarity_among, stems_of

KEYS = 24
CANDIDATES = 40
BATCH = 500


@dataclass(frozen=True, slots=True)
class KnownClaims:
    """For some claims, by their forms: the answered claims that share most of their rarest stems.

    `rarity` weighs stems by how many claims of record hold them.
    """

    candidates: Mapping[ClaimForm, tuple[ClaimRecord, ...]]
    rarity: Rarity


def note_stems(session: Session, claim_id: str, text: str) -> None:
    """Let a new claim be found by the words of its text."""
    rows = [{"stem": stem, "claim_id": claim_id} for stem in sorted(set(stems_of(text)))]
    execute_many(session, insert(ClaimStemRow), rows)


def known_claims(session: Session, forms: Collection[ClaimForm]) -> KnownClaims:
    """The claims, verified or reviewed, that may say what each of these says."""
    total = session.scalar(select(func.count()).select_from(ClaimRow)) or 0
    counts = _counts(session, {stem for form in forms for stem in form.stems})
    rarity = rarity_among(counts, total)
    ids = {form: _sharing(session, form, counts) for form in forms}
    records = get_claims(session, {each for found in ids.values() for each in found})
    return KnownClaims(
        {form: tuple(records[each] for each in found) for form, found in ids.items()}, rarity
    )


def _counts(session: Session, stems: Collection[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for batch in in_batches(sorted(stems), BATCH):
        rows = session.execute(
            select(ClaimStemRow.stem, func.count())
            .where(ClaimStemRow.stem.in_(batch))
            .group_by(ClaimStemRow.stem)
        )
        counts.update((stem, number) for stem, number in rows)
    return counts


def _sharing(session: Session, form: ClaimForm, counts: Mapping[str, int]) -> list[str]:
    """Ids of answered claims, those that share most of the rarest stems first."""
    rarest = sorted(form.stems & counts.keys(), key=lambda stem: (counts[stem], stem))[:KEYS]
    if not rarest:
        return []
    shared = func.count()
    query = (
        select(ClaimStemRow.claim_id)
        .join(ClaimRow, ClaimRow.id == ClaimStemRow.claim_id)
        .outerjoin(ReviewRow, ReviewRow.id == ClaimRow.review_id)
        .where(ClaimStemRow.stem.in_(rarest))
        .where(or_(ClaimRow.verdict_id.is_not(None), ReviewRow.veracity.is_not(None)))
        .group_by(ClaimStemRow.claim_id)
        .order_by(shared.desc(), ClaimStemRow.claim_id)
        .limit(CANDIDATES)
    )
    return list(session.scalars(query))
