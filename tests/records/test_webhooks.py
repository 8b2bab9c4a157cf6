"""Webhook endpoints and who wants to be told."""

from __future__ import annotations

import pytest

from records import Records, open_records
from records.webhooks import (
    EndpointChange,
    create_endpoint,
    delete_endpoint,
    get_endpoint,
    list_endpoints,
    rotate_secret,
    update_endpoint,
)
from tests.records.material import NOW, audited, later
from verification.errors import NotFound, Rejected, SettingsInvalid

URL = "https://news.example/hook"


def create(records: Records, url: str = URL, key_id: str = "k", second: int = 0) -> str:
    with records.begin() as session:
        endpoint, _ = create_endpoint(
            session,
            key_id=key_id,
            url=url,
            events=["claim.failed"],
            description="d",
            now=later(seconds=second),
        )
    return endpoint.id


def test_an_endpoint_comes_back_without_its_secret(records: Records) -> None:
    with records.begin() as session:
        endpoint, secret = create_endpoint(
            session,
            key_id="k",
            url=URL,
            events=("review.decided", "claim.failed"),
            description="Desk",
            now=NOW,
        )
        found = get_endpoint(session, endpoint.id)

    assert found == endpoint
    assert secret.startswith("whsec_")
    assert secret not in repr(found)
    assert found.events == ("claim.failed", "review.decided")
    assert (found.state, found.url, found.description) == ("enabled", URL, "Desk")


@pytest.mark.parametrize("events", [[], ["claim.invented"], ["claim.failed", ""]])
def test_unknown_events_are_refused(records: Records, events: list[str]) -> None:
    with pytest.raises(Rejected), records.begin() as session:
        create_endpoint(session, key_id="k", url=URL, events=events, description="", now=NOW)


def test_secrets_need_a_key(database_url: str) -> None:
    bare = open_records(database_url)
    with pytest.raises(SettingsInvalid, match="secret key"):
        create(bare)
    bare.close()


def test_an_endpoint_is_changed_in_part(records: Records) -> None:
    endpoint_id = create(records)
    change = EndpointChange(description="new", events=("claim.verified",))
    with records.begin() as session:
        changed = update_endpoint(session, endpoint_id, change, actor="k", now=later(hours=1))
        disabled = update_endpoint(
            session, endpoint_id, EndpointChange(enabled=False), actor="k", now=later(hours=2)
        )

    assert (changed.url, changed.description, changed.events) == (URL, "new", ("claim.verified",))
    assert (changed.created_at, changed.updated_at) == (NOW, later(hours=1))
    assert (disabled.state, disabled.disabled_reason) == ("disabled", "disabled by its owner")
    kinds = [each.kind for each in audited(records, endpoint_id)]
    assert kinds == ["webhook.changed", "webhook.changed", "webhook.created"]


def test_a_deleted_endpoint_is_gone(records: Records) -> None:
    endpoint_id = create(records)
    with records.begin() as session:
        delete_endpoint(session, endpoint_id, actor="k", now=NOW)

    with records.begin() as session:
        assert list_endpoints(session).items == ()
        with pytest.raises(NotFound):
            get_endpoint(session, endpoint_id)
        with pytest.raises(NotFound):
            update_endpoint(session, endpoint_id, EndpointChange(url="x"), actor="k", now=NOW)
        with pytest.raises(NotFound):
            rotate_secret(session, endpoint_id, actor="k", now=NOW)
        with pytest.raises(NotFound):
            delete_endpoint(session, endpoint_id, actor="k", now=NOW)


def test_lists_are_by_key_and_paged(records: Records) -> None:
    mine = [create(records, key_id="mine", second=number) for number in range(3)]
    other = create(records, key_id="other", second=9)

    with records.read() as session:
        everything = list_endpoints(session)
        page = list_endpoints(session, key_id="mine", limit=2)
        rest = list_endpoints(session, key_id="mine", limit=2, after=page.next)

    assert [each.id for each in everything.items] == [other, *reversed(mine)]
    assert [each.id for each in (*page.items, *rest.items)] == list(reversed(mine))
