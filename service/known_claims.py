"""What of an article was checked before: a story costs only what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from records import Records
from records.articles import ArticleInput, FoundClaim
from records.claims import ClaimRecord, KnownClaims, known_claims
from service.api.wording import settled_veracity
from verification.matching import Match, best_matches, form_of, may_stand_for
from verification.types import Claim, Veracity


def with_known_claims(article: ArticleInput, records: Records) -> ArticleInput:
    """The article, each claim with those checked before that it resembles.

    A claim that says what an answered one says becomes that one.
    """
    forms = {form_of(each.claim.text) for each in article.claims if each.claim}
    with records.read() as session:
        known = known_claims(session, forms)
    return replace(article, claims=[_with_known(each, known) for each in article.claims])


def _with_known(found: FoundClaim, known: KnownClaims) -> FoundClaim:
    claim = found.claim
    if claim is None:
        return found
    form = form_of(claim.text)
    candidates = {each.id: each for each in known.candidates[form]}
    forms = {name: form_of(each.claim.text) for name, each in candidates.items()}
    ranked = best_matches(form, forms, known.rarity)
    like = [(candidates[name], each) for name, each in ranked if each.suggested]
    same = next((record for record, each in like if _is_answer(record, each, claim)), None)
    return replace(
        found,
        claim=same.claim if same else claim,
        known=[_as_json(record, each) for record, each in like],
    )


def _is_answer(record: ClaimRecord, found: Match, claim: Claim) -> bool:
    veracity = settled_veracity(record)
    if not found.same_claim or veracity is None or record.status != "done":
        return False
    return may_stand_for(record.claim, Veracity(veracity), claim)


def _as_json(record: ClaimRecord, found: Match) -> dict[str, Any]:
    return {"id": record.id, "match": found.kind, "similarity": round(found.similarity, 4)}
