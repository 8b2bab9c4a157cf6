"""The review desk, as people without scripts use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2.profiles import CHEAPEST

from records import accounts
from records.accounts import AccountInput, create_account, disable_account, open_session
from records.audit import list_events
from records.reviews import get_review, lease_next, lease_review
from tests.service.counting import counted_statements
from tests.service.edge import Edge
from tests.service.verdicts import answered, failed, quoted, verdict
from tests.service.visitor import BROWSER, PASSWORD, Page, Visitor, filled
from verification.types import Veracity

WHY = "The ministry counted two, and nobody else was there."
NUMBERED = ("20", "21", "22", "23", "24")
ANSWER = {"veracity": "refuted", "rationale": WHY}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed as always, only with parameters that take no time."""
    monkeypatch.setattr(accounts, "RFC_9106_LOW_MEMORY", CHEAPEST)
    for cached in (accounts._hasher, accounts._nobodys_hash):
        cached.cache_clear()
    yield
    for cached in (accounts._hasher, accounts._nobodys_hash):
        cached.cache_clear()


@pytest.fixture
def jo(edge: Edge) -> Visitor:
    """A reviewer, signed in."""
    return reviewer(edge, "jo")


def reviewer(edge: Edge, name: str) -> Visitor:
    """A reviewer with an account and a browser of their own, signed in."""
    with edge.runtime.records.begin() as session:
        given = AccountInput(name, PASSWORD)
        create_account(session, given, actor="test", now=edge.now)
    visitor = Visitor(edge)
    assert visitor.sign_in(name).path == "/desk/"
    return visitor


def waiting(edge: Edge, text: str = "Three missiles were fired.") -> tuple[str, str]:
    """The ids of a claim that waits for a person, and of its review."""
    claim_id = answered(edge, verdict(edge, Veracity.REFUTED, quoted(edge)), text)
    return claim_id, str(edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["id"])


def taken(jo: Visitor, review_id: str) -> Page:
    """The page of a review that was just taken."""
    return jo.send(jo.get(f"/desk/reviews/{review_id}"), "/take")


# The door


def test_the_first_visitor_of_a_machine_makes_the_first_account(edge: Edge) -> None:
    visitor = Visitor(edge)
    page = visitor.get("/desk/")
    assert page.path == "/desk/sign-in"
    assert "Set up the desk" in page.words
    short = visitor.send(page, "/sign-in", name="jo", password="short")
    assert short.status == 422
    assert "A password has 10 to 1000 characters." in short.words
    assert short.form("/sign-in").fields["name"] == "jo"
    nameless = visitor.send(page, "/sign-in", name=" ", password=PASSWORD)
    assert "A login has 1 to 200 characters." in nameless.words
    inside = visitor.send(page, "/sign-in", name="jo", password=PASSWORD)
    assert inside.path == "/desk/"
    assert "Signed in as jo" in inside.words
    with edge.runtime.records.read() as session:
        created = list_events(session, subject="jo")[-1]
    assert (created.kind, created.after) == ("account.created", {"role": "admin"})
    assert "Set up" not in Visitor(edge).get("/desk/").words


def test_two_first_visitors_make_one_account(edge: Edge) -> None:
    first, second = Visitor(edge), Visitor(edge)
    pages = [each.get("/desk/sign-in") for each in (first, second)]
    assert first.send(pages[0], "/sign-in", name="jo", password=PASSWORD).path == "/desk/"
    late = second.send(pages[1], "/sign-in", name="mo", password=PASSWORD)
    assert late.status == 422
    assert not second.token()


@pytest.mark.parametrize("where", ["another machine", "behind a proxy", "another name"])
def test_nobody_else_is_asked_to_set_up_the_desk(edge: Edge, where: str) -> None:
    strange = {
        "another machine": {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}},
        "behind a proxy": {"headers": {**BROWSER, "X-Forwarded-For": "203.0.113.7"}},
        "another name": {"headers": {**BROWSER, "Host": "evil.example"}},
    }[where]
    assert "Set up" not in Visitor(edge).get("/desk/sign-in", **strange).words


def test_where_keys_are_needed_accounts_are_made_by_command(guarded: Edge) -> None:
    page = Visitor(guarded).get("/desk/sign-in")
    assert "Set up" not in page.words
    assert "assay accounts create LOGIN" in page.words


def test_a_wrong_name_and_a_wrong_password_are_told_alike(edge: Edge, jo: Visitor) -> None:
    told = [
        Visitor(edge).sign_in("jo", "wrong horse battery"),
        Visitor(edge).sign_in("nobody", "wrong horse battery"),
        Visitor(edge).sign_in("\x00jo", "wrong horse battery"),
        Visitor(edge).sign_in("jo", "x" * 50_000),
    ]
    for page in told:
        assert page.status == 422
        assert "Name or password is not right." in page.words
        assert "x" * 100 not in page.source


def test_guessing_is_stopped_and_told_how_long(edge: Edge, jo: Visitor) -> None:
    reviewer(edge, "mo")
    stranger = Visitor(edge)
    for _ in range(10):
        assert stranger.sign_in("jo", "wrong horse battery").status == 422
    refused = stranger.sign_in("JO ")
    assert refused.status == 429
    assert "Too many sign-ins failed. Try again in 15 minutes." in refused.words
    assert 800 < int(refused.headers["Retry-After"]) <= 900
    assert not stranger.token()
    # Others at the same address go on, and whoever is in stays in.
    assert stranger.sign_in("mo").path == "/desk/"
    assert jo.get("/desk/").path == "/desk/"


def test_guessing_many_names_from_one_address_is_stopped(edge: Edge, jo: Visitor) -> None:
    stranger = Visitor(edge)
    page = stranger.get("/desk/sign-in")
    for n in range(30):
        stranger.send(page, "/sign-in", name=f"somebody{n}", password="wrong horse battery")
    assert stranger.sign_in("jo").status == 429
    form = filled(stranger.get("/desk/sign-in"), "/sign-in", name="jo", password="wrong horse")
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    answer = stranger.client.post("/desk/sign-in", data=form, environ_overrides=elsewhere)
    assert answer.status_code == 422


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(edge: Edge) -> None:
    visitor = reviewer(edge, "jo")
    before = visitor.token()
    cookie = visitor.client.get_cookie("assay_session")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    form = filled(visitor.get("/desk/"), "/sign-out")
    data = {**form, "name": "jo", "password": PASSWORD}
    visitor.client.post("/desk/sign-in", data=data)
    assert visitor.token() != before
    thief = Visitor(edge)
    thief.client.set_cookie("assay_session", before)
    assert thief.get("/desk/").path == "/desk/sign-in"


def test_over_tls_the_cookies_never_travel_in_the_clear(edge: Edge, jo: Visitor) -> None:
    edge.app.config["SESSION_COOKIE_SECURE"] = True
    safe = Visitor(edge)
    form = filled(safe.get("/desk/sign-in"), "/sign-in", name="jo", password="wrong")
    form["password"] = PASSWORD
    answer = safe.client.post("/desk/sign-in", data=form, base_url="https://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    assert all("Secure" in each for each in cookies)


def test_signing_out_ends_the_session_on_the_server_too(edge: Edge, jo: Visitor) -> None:
    token = jo.token()
    assert jo.send(jo.get("/desk/"), "/sign-out").path == "/"
    assert not jo.token()
    jo.client.set_cookie("assay_session", token)
    assert jo.get("/desk/").path == "/desk/sign-in"


@pytest.mark.parametrize("how", ["its time is over", "the account is disabled", "made up"])
def test_a_session_that_is_over_leads_to_the_door_and_back(
    edge: Edge, jo: Visitor, how: str
) -> None:
    _, review_id = waiting(edge)
    with edge.runtime.records.begin() as session:
        if how == "its time is over":
            account = create_account(
                session, AccountInput("mo", PASSWORD), actor="test", now=edge.now
            )
            token = open_session(session, account.id, lasts_s=-1, now=edge.now)
        elif how == "the account is disabled":
            token = jo.token()
            disable_account(session, "jo", actor="test", now=edge.now)
        else:
            token = "x" * 43
    visitor = Visitor(edge)
    visitor.client.set_cookie("assay_session", token)
    page = visitor.get(f"/desk/reviews/{review_id}?a=b")
    assert page.path == "/desk/sign-in"
    assert page.form("/sign-in").hidden["next"] == f"/desk/reviews/{review_id}?a=b"
    reviewer(edge, "ana")
    back = visitor.send(page, "/sign-in", name="ana", password=PASSWORD)
    assert back.path == f"/desk/reviews/{review_id}"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/ok\nLocation: https://evil.example",
        "http:evil.example",
    ],
)
def test_signing_in_leads_to_nobody_elses_page(edge: Edge, jo: Visitor, wanted: str) -> None:
    visitor = Visitor(edge)
    form = filled(visitor.get("/desk/sign-in"), "/sign-in", name="jo", next=wanted)
    form["password"] = PASSWORD
    answer = visitor.client.post("/desk/sign-in", data=form)
    assert answer.headers["Location"] == "/desk/"


@pytest.mark.parametrize(
    "path", ["", "next", "reviews/rev_1/take", "reviews/rev_1/decision", "reviews/rev_1/skip"]
)
def test_nothing_of_the_desk_is_open_to_strangers(edge: Edge, jo: Visitor, path: str) -> None:
    stranger = Visitor(edge)
    token = stranger.get("/desk/sign-in").form("/sign-in").hidden["csrf_token"]
    if path:
        answer = stranger.client.post(f"/desk/{path}", data={"csrf_token": token}, headers=BROWSER)
        assert answer.status_code == 403
        assert "Sign in to the review desk" in answer.text
    else:
        assert stranger.get("/desk/").path == "/desk/sign-in"


@pytest.mark.parametrize(
    "path",
    ["next", "sign-out", "sign-in", "reviews/{}/take", "reviews/{}/decision", "reviews/{}/skip"],
)
def test_every_form_of_the_desk_must_come_from_the_desk(edge: Edge, jo: Visitor, path: str) -> None:
    _, review_id = waiting(edge)
    taken(jo, review_id)
    answer = jo.client.post(
        f"/desk/{path.format(review_id)}", data={**ANSWER, "reason": "later"}, headers=BROWSER
    )
    assert answer.status_code == 400
    assert "This form is out of date" in answer.text
    with edge.runtime.records.read() as session:
        assert get_review(session, review_id).reviewer == "jo"


def test_a_session_is_no_key_to_the_api(guarded: Edge) -> None:
    visitor = reviewer(guarded, "jo")
    assert visitor.client.get("/v1/claims").status_code == 401


# The queue


def test_the_queue_tells_what_waits_and_why(edge: Edge, jo: Visitor) -> None:
    waiting(edge)
    failed(edge, "Nine missiles were fired.")
    page = jo.get("/desk/")
    assert "2 claims wait for a person" in page.words
    assert "a refutation needs a person" in page.words
    assert "the machine is unsure" in page.words
    assert "could not be checked" in page.words
    assert "No verdict" in page.words
    assert jo.get("/desk/?show=nonsense").words == page.words


def test_an_empty_queue_says_so(jo: Visitor) -> None:
    page = jo.get("/desk/")
    assert "0 claims wait" in page.words
    assert "Nothing waits." in page.words
    assert [each for each in page.find("button") if "disabled" in each]
    assert "Nothing waits that you could take" in jo.send(page, "/next").words


def test_two_reviewers_are_given_different_claims(edge: Edge, jo: Visitor) -> None:
    waiting(edge)
    waiting(edge, "Four missiles were fired.")
    mo = reviewer(edge, "mo")
    pages = [each.send(each.get("/desk/"), "/next") for each in (jo, mo)]
    assert pages[0].path != pages[1].path
    assert "Nothing waits that you could take" in jo.send(jo.get("/desk/"), "/next").words
    queue = jo.get("/desk/")
    assert "with you until" in queue.words
    assert "with mo until" in queue.words


def test_what_another_holds_can_be_read_but_not_taken(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    mo = reviewer(edge, "mo")
    before = mo.get(f"/desk/reviews/{review_id}")
    taken(jo, review_id)
    late = mo.send(before, "/take")
    assert "Somebody else is at work on this item." in late.words
    assert "With jo until" in late.words
    assert not [each for each in late.forms if "/reviews/" in each.action]


def test_the_queue_costs_the_same_however_long_it_is(edge: Edge, jo: Visitor) -> None:
    counts = []
    for n in range(2):
        for m in range(1 + 4 * n):
            waiting(edge, f"{n * 10 + m + 20} missiles were fired.")
        with counted_statements() as statements:
            jo.get("/desk/")
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


# A claim's page


def test_quotations_stand_in_their_context(edge: Edge, jo: Visitor) -> None:
    around = ("Before. " * 100, " After." * 100)
    item = quoted(edge, "refutes", "Two missiles were fired.", around=around)
    claim_id = answered(edge, verdict(edge, Veracity.REFUTED, item))
    review_id = edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["id"]
    page = jo.get(f"/desk/reviews/{review_id}")
    assert "<mark>Two missiles were fired.</mark>" in page.source
    assert "… Before. " in page.words
    assert " After. …" in page.words
    assert page.words.count("Before.") < 60


def test_both_sides_stand_in_two_columns(edge: Edge, jo: Visitor) -> None:
    made = verdict(
        edge,
        Veracity.CONFLICTING,
        quoted(edge, "supports", "Three were fired.", cluster=1),
        quoted(edge, "refutes", "Two were fired.", cluster=2),
    )
    claim_id = answered(edge, made)
    review_id = edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["id"]
    page = jo.get(f"/desk/reviews/{review_id}")
    assert list(page.find("div", **{"class": "sides two"}))
    assert "What supports it (1)" in page.words
    assert "What contradicts it (1)" in page.words


def test_a_claim_without_a_verdict_is_decided_by_people(edge: Edge, jo: Visitor) -> None:
    claim_id = failed(edge)
    page = jo.send(jo.get("/desk/"), "/next")
    assert "There is no verdict: every attempt failed" in page.words
    jo.send(page, "/decision", **ANSWER)
    claim = edge.get(f"/v1/claims/{claim_id}").get_json()
    assert claim["review"]["veracity"] == "refuted"
    assert claim["verdict"] is None


def test_a_review_nobody_knows_is_a_page(jo: Visitor) -> None:
    page = jo.get("/desk/reviews/rev_none")
    assert page.status == 404
    assert "There is no review rev_none." in page.words


# Deciding


def test_a_decision_is_answered_audited_and_told(edge: Edge, jo: Visitor) -> None:
    claim_id, review_id = waiting(edge)
    page = jo.send(jo.get("/desk/"), "/next")
    assert page.path == f"/desk/reviews/{review_id}"
    assert "Yours until" in page.words
    after = jo.send(page, "/decision", **ANSWER)
    assert after.path == "/desk/"
    assert "Decided. Whoever asked is being told." in after.words
    review = edge.get(f"/v1/claims/{claim_id}").get_json()["review"]
    assert (review["state"], review["veracity"], review["rationale"]) == ("decided", "refuted", WHY)
    with edge.runtime.records.read() as session:
        event = list_events(session, subject=review_id)[0]
    assert (event.kind, event.actor) == ("review.decided", "jo")
    assert edge.get(f"/v1/reviews/{review_id}").get_json()["decided_by"] == "jo"
    assert edge.get(f"/v1/claims/{claim_id}/claimreview").status_code == 200
    public = jo.get(f"/claims/{claim_id}")
    assert "Decided by a person" in public.words
    assert WHY in public.words
    assert "by jo" not in public.words
    assert WHY in jo.get(f"/desk/reviews/{review_id}").words


def test_the_api_and_the_desk_work_on_one_queue(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    assert edge.post("/v1/reviews/next").get_json()["id"] == review_id
    assert "With key:local until" in jo.get(f"/desk/reviews/{review_id}").words
    assert edge.post(f"/v1/reviews/{review_id}/decision", ANSWER).status_code == 200
    assert "by key:local" in jo.get("/desk/?show=decided").words


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"rationale": WHY}, "Choose one of the four answers."),
        ({"veracity": "maybe", "rationale": WHY}, "Choose one of the four answers."),
        ({"veracity": "refuted", "rationale": " \n "}, "Say why"),
        ({"veracity": "refuted", "rationale": "x" * 5001}, "Say why"),
    ],
)
def test_half_a_decision_is_handed_back(
    edge: Edge, jo: Visitor, values: dict[str, str], says: str
) -> None:
    _, review_id = waiting(edge)
    page = jo.send(taken(jo, review_id), "/decision", **values)
    assert page.status == 422
    assert says in page.words
    form = page.form("/decision")
    assert form.fields["rationale"].strip() == values["rationale"].strip()
    assert "checked" in page.source or values.get("veracity") != "refuted"


def test_a_lost_lease_loses_no_text(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    page = taken(jo, review_id)
    late = edge.now + timedelta(hours=1)
    with edge.runtime.records.begin() as session:
        lease_review(session, review_id, reviewer="mo", lease_s=1, now=late)
    refused = jo.send(page, "/decision", **ANSWER)
    assert refused.status == 409
    assert "Your lease of this item has ended" in refused.words
    assert refused.form("/decision").fields["rationale"] == WHY
    assert "Take it again" in refused.words
    # As long as another has it, it cannot be had back, and still nothing is lost.
    again = f"/desk/reviews/{review_id}/take"
    held = jo.send(refused, "/decision", to=again)
    assert held.status == 409
    assert "Somebody else is at work on this item." in held.words
    assert held.form("/decision").fields["rationale"] == WHY


def test_a_lease_that_ran_out_is_taken_again_with_what_was_written(edge: Edge, jo: Visitor) -> None:
    claim_id, review_id = waiting(edge)
    page = taken(jo, review_id)
    past = edge.now - timedelta(hours=1)
    with edge.runtime.records.begin() as session:
        lease_review(session, review_id, reviewer="jo", lease_s=1, now=past)
    refused = jo.send(page, "/decision", **ANSWER)
    assert refused.status == 409
    regained = jo.send(refused, "/decision", to=f"/desk/reviews/{review_id}/take")
    assert regained.status == 200
    assert "Yours until" in regained.words
    assert regained.form("/decision").fields["rationale"] == WHY
    jo.send(regained, "/decision")
    assert edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["rationale"] == WHY


def test_a_lease_can_be_held_longer_while_writing(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    page = taken(jo, review_id)
    with edge.runtime.records.begin() as session:
        lease_review(session, review_id, reviewer="jo", lease_s=5, now=edge.now)
    page = jo.send(page, "/decision", to=f"/desk/reviews/{review_id}/take", rationale=WHY)
    assert page.form("/decision").fields["rationale"] == WHY
    with edge.runtime.records.read() as session:
        until = get_review(session, review_id).lease_until
    assert until
    assert until > edge.now + timedelta(minutes=14)


def test_what_another_decided_meanwhile_stands_beside_what_was_written(
    edge: Edge, jo: Visitor
) -> None:
    _, review_id = waiting(edge)
    page = taken(jo, review_id)
    late = edge.now + timedelta(hours=1)
    with edge.runtime.records.begin() as session:
        lease_review(session, review_id, reviewer="key:local", lease_s=9000, now=late)
    edge.post(f"/v1/reviews/{review_id}/decision", {**ANSWER, "rationale": "Seen elsewhere."})
    refused = jo.send(page, "/decision", **ANSWER)
    assert refused.status == 409
    assert "This item is closed already." in refused.words
    assert "Seen elsewhere." in refused.words
    assert WHY in refused.words


def test_a_session_that_ended_while_writing_loses_no_text(edge: Edge, jo: Visitor) -> None:
    claim_id, review_id = waiting(edge)
    page = taken(jo, review_id)
    jo.client.delete_cookie("assay_session")
    door = jo.send(page, "/decision", **ANSWER)
    assert door.status == 403
    assert "Your sign-in has ended, so nothing was done." in door.words
    assert WHY in door.words
    wrong = jo.send(door, "/sign-in", name="jo", password="wrong horse battery")
    assert WHY in wrong.words
    inside = jo.send(wrong, "/sign-in", name="jo", password=PASSWORD)
    assert inside.form("/decision").fields == {"veracity": "refuted", "rationale": WHY}
    assert edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["state"] == "waiting"
    jo.send(inside, "/decision")
    assert edge.get(f"/v1/claims/{claim_id}").get_json()["review"]["state"] == "decided"


# Skipping


@pytest.mark.parametrize(
    ("reason", "offered_to_jo", "offered_to_mo", "state"),
    [
        ("for_others", False, True, "waiting"),
        ("later", False, False, "waiting"),
        ("not_checkable", False, False, "closed"),
        ("conflict_of_interest", False, True, "waiting"),
    ],
)
def test_skipping(
    edge: Edge,
    jo: Visitor,
    reason: str,
    offered_to_jo: bool,
    offered_to_mo: bool,
    state: str,
) -> None:
    _, review_id = waiting(edge)
    page = jo.send(taken(jo, review_id), "/skip", reason=reason)
    assert page.path == "/desk/"
    assert "Left undecided." in page.words
    with edge.runtime.records.begin() as session:
        assert get_review(session, review_id).state == state
        assert list_events(session, subject=review_id)[0].kind == "review.skipped"
        found = lease_next(session, reviewer="jo", lease_s=1, now=edge.now)
        assert (found is not None) == offered_to_jo
        found = lease_next(session, reviewer="mo", lease_s=1, now=edge.now)
        assert (found is not None) == offered_to_mo


def test_whoever_has_an_interest_cannot_take_it_again(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    jo.send(taken(jo, review_id), "/skip", reason="conflict_of_interest")
    page = taken(jo, review_id)
    assert "You declared a conflict of interest about this item." in page.words


def test_a_skip_needs_one_of_the_reasons_and_the_lease(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    page = taken(jo, review_id)
    assert "Choose one of the reasons." in jo.send(page, "/skip", reason="boring").words
    with edge.runtime.records.begin() as session:
        past = edge.now - timedelta(hours=1)
        lease_review(session, review_id, reviewer="jo", lease_s=1, now=past)
    assert "Your lease of this item has ended" in jo.send(page, "/skip", reason="later").words


def test_what_was_closed_unanswered_has_a_page_and_a_list(edge: Edge, jo: Visitor) -> None:
    _, review_id = waiting(edge)
    jo.send(taken(jo, review_id), "/skip", reason="not_checkable")
    assert "Three missiles were fired." in jo.get("/desk/?show=closed").words
    page = jo.get(f"/desk/reviews/{review_id}")
    assert "Closed without an answer" in page.words
    assert "nobody can check it" in page.words


def test_decisions_are_listed_newest_first_page_by_page(
    edge: Edge, jo: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.desk.queue.SHOWN", 2)
    for name in NUMBERED:
        _, review_id = waiting(edge, f"Exactly {name} missiles were fired.")
        jo.send(taken(jo, review_id), "/decision", **ANSWER)
    seen: list[list[str]] = []
    address = "/desk/?show=decided"
    while address:
        page = jo.get(address)
        seen.append([name for name in NUMBERED if f" {name} missiles" in page.words])
        address = next((link for link in page.links if "after=" in link), "")
    assert seen == [["23", "24"], ["21", "22"], ["20"]]
    assert jo.get("/desk/?show=decided&after=made-up").status == 404
