"""The start page and a claim's page: type a claim in, see its verdict with the evidence."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from records.claims import ClaimSubmission, add_claim, get_claim
from records.keys import LOCAL_KEY_ID
from service.desk.signing_in import may_ask, reviewer
from service.state import runtime, settings
from sources.demonstration import example_claims
from verification.claims import check_claim
from verification.errors import ClaimRejected, CorpusUnavailable, NotFound
from verification.types import Claim
from workers import queue

SPEAKER_CHARACTERS = 200

pages = Blueprint(
    "pages",
    __name__,
    static_folder="static",
    static_url_path="/static",
    template_folder="templates",
)


@pages.get("/")
def start() -> str:
    """What this is, a claim to type, and examples to try."""
    return _start_page({})


@pages.post("/check")
def check() -> Response | tuple[str, int]:
    """Take a claim from the form and show its page."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=url_for("pages.start")))
    try:
        claim = _claim_from(request.form)
    except ClaimRejected as error:
        return _start_page(request.form, problem=error.detail), 422
    account = reviewer()
    submission = ClaimSubmission(
        claim=claim, key_id=f"account:{account.id}" if account else LOCAL_KEY_ID, channel="desk"
    )
    current = runtime().current_state()
    with runtime().records.begin() as session:
        accepted = add_claim(session, submission, current=current, now=runtime().now())
    queue.wake(runtime())
    return redirect(url_for("pages.claim", claim_id=accepted.claim.id), 303)


@pages.get("/claims/<claim_id>")
def claim(claim_id: str) -> Response | str | tuple[str, int]:
    """A claim with its verdict as soon as there is one."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=request.path))
    try:
        with runtime().records.read() as session:
            record = get_claim(session, claim_id)
    except NotFound as error:
        return render_template("desk/not_found.html", problem=error.detail), 404
    return render_template("desk/claim.html", section="check", record=record)


def _start_page(form: MultiDict[str, str] | dict[str, str], problem: str | None = None) -> str:
    try:
        passages: int | None = runtime().corpus.count()
    except CorpusUnavailable:
        passages = None
    return render_template(
        "desk/start.html",
        section="check",
        form=form,
        problem=problem,
        passages=passages,
        examples=example_claims(),
        keys_needed=settings().keys_needed,
        max_characters=settings().max_claim_characters,
        root=request.url_root.rstrip("/"),
    )


def _claim_from(form: MultiDict[str, str]) -> Claim:
    """The claim of a form; ClaimRejected says what to mend."""
    example = form.get("example", "")
    if example.isdecimal() and int(example) < len(example_claims()):
        chosen = example_claims()[int(example)]
        return Claim(text=chosen.text, claimed_at=chosen.claimed_at, speaker=chosen.speaker)
    claimed_at = form.get("claimed_at", "").strip()
    try:
        day = date.fromisoformat(claimed_at) if claimed_at else None
    except ValueError:
        raise ClaimRejected("Give the day of the claim as year-month-day.") from None
    speaker = form.get("speaker", "").strip()
    if len(speaker) > SPEAKER_CHARACTERS:
        raise ClaimRejected(f"Shorten the speaker to {SPEAKER_CHARACTERS} characters.")
    return Claim(
        text=check_claim(form.get("text", ""), settings().max_claim_characters),
        claimed_at=day,
        speaker=speaker or None,
    )
