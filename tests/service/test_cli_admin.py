"""The commands that manage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.accounts import check_password
from records.keys import find_key
from runtime.settings import Settings
from runtime.wiring import Runtime, open_runtime
from tests.service.command_line import ROW, refused, succeeded, written


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def runtime(data_dir: Path) -> Iterator[Runtime]:
    opened = open_runtime(Settings(data_dir=data_dir))
    yield opened
    opened.close()


@pytest.fixture
def corpus(tmp_path: Path) -> None:
    succeeded("ingest", written(tmp_path / "statements.jsonl", ROW))


def test_keys_live_from_creation_to_revocation(runtime: Runtime) -> None:
    made = ("--name", "newsroom", "--scope", "claims:read", "--expires", "2999-01-01")
    created = json.loads(succeeded("keys", "create", *made, "--json").stdout)
    with runtime.records.read() as session:
        assert find_key(session, created["key"], now=runtime.now())
    shown = succeeded("keys", "list").stdout
    assert "newsroom" in shown
    assert created["key"] not in shown
    succeeded("keys", "revoke", created["id"])
    with runtime.records.read() as session:
        assert find_key(session, created["key"], now=runtime.now()) is None


def test_keys_refuse_what_cannot_be() -> None:
    refused("keys", "create", "--name", "n", "--scope", "everything", says="everything")
    expired = ("--name", "n", "--scope", "admin", "--expires", "2001-01-01")
    refused("keys", "create", *expired, says="is over")
    refused("keys", "revoke", "key_none", says="key_none")


@pytest.mark.usefixtures("corpus")
def test_sources_are_weighed_by_name_or_id() -> None:
    succeeded("sources", "set", "Ministry of Defence", "--weight", "0.25")
    known: list[dict[str, Any]] = json.loads(succeeded("sources", "list", "--json").stdout)
    source = next(each for each in known if each["name"] == "Ministry of Defence")
    assert (source["kind"], source["weight"]) == ("government", 0.25)
    succeeded("sources", "set", source["id"], "--kind", "military")
    again = json.loads(succeeded("sources", "list", "--json").stdout)
    assert len(again) == len(known)
    refused("sources", "set", "X", "--weight", "7", says="7")


def test_inboxes_show_their_secret_once() -> None:
    created = json.loads(succeeded("inboxes", "create", "newsroom", "--json").stdout)
    assert created["secret"].startswith("whsec_")
    assert created["path"] == "/hooks/inbound/newsroom"
    shown = succeeded("inboxes", "list").stdout
    assert "newsroom" in shown
    assert created["secret"] not in shown
    refused("inboxes", "create", "newsroom", says="newsroom")
    succeeded("inboxes", "remove", "newsroom")
    refused("inboxes", "remove", "nobody", says="nobody")


def test_accounts_get_a_password_that_works(runtime: Runtime) -> None:
    made = succeeded("accounts", "create", "jo", "--name", "Jo Doe").stdout.strip()
    with runtime.records.begin() as session:
        assert check_password(session, "jo", made)
    succeeded("accounts", "reset-password", "jo", "--password-stdin", given="new pass phrase 1\n")
    with runtime.records.begin() as session:
        assert check_password(session, "jo", made) is None
        assert check_password(session, "jo", "new pass phrase 1")
    assert "Jo Doe" in succeeded("accounts", "list").stdout
    succeeded("accounts", "disable", "jo")
    with runtime.records.begin() as session:
        assert check_password(session, "jo", "new pass phrase 1") is None
    refused("accounts", "create", "jo", says="jo")
    refused("accounts", "disable", "nobody", says="nobody")


@pytest.mark.usefixtures("corpus")
def test_reindex_builds_the_same_corpus_again(runtime: Runtime) -> None:
    before = runtime.corpus.generation()
    assert "1 documents" in succeeded("reindex").stdout
    assert runtime.corpus.generation() == before


def test_migrate_may_run_twice() -> None:
    succeeded("migrate")
    assert "up to date" in succeeded("migrate").stdout


def test_settings_hide_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_METRICS_KEY", "tell-nobody")
    monkeypatch.setenv("ASSAY_CACHE_URL", "redis://user:hunter2@cache:6379/0")
    for shown in (succeeded("settings").stdout, succeeded("settings", "--json").stdout):
        assert "tell-nobody" not in shown
        assert "hunter2" not in shown
        assert "cache:6379" in shown
        assert "ASSAY_MAX_CLAIM_CHARACTERS" in shown


@pytest.mark.usefixtures("corpus")
def test_the_audit_trail_is_checked(data_dir: Path) -> None:
    succeeded("inboxes", "create", "newsroom")
    assert "all intact" in succeeded("audit", "verify").stdout
    with sqlite3.connect(data_dir / "records.db") as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE audit_events SET actor = 'somebody else'")
    database.close()
    refused("audit", "verify", says="was changed")
