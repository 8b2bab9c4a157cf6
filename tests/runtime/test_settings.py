from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from runtime.settings import SETTINGS, Settings
from runtime.settings_page import HEADINGS
from verification.errors import SettingsInvalid

KEY = "A" * 43 + "="


def problems(**environ: str) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_env(environ)
    for problem in caught.value.problems:
        assert problem.pointer.removeprefix("/") in caught.value.detail
    return {problem.pointer.removeprefix("/"): problem.detail for problem in caught.value.problems}


def test_without_variables_everything_is_embedded_and_needs_no_keys() -> None:
    settings = Settings.from_env({})

    assert settings.all_embedded
    assert not settings.keys_needed
    assert settings.records_url.startswith("sqlite:////")
    assert settings.records_url.endswith("/var/assay/records.db")
    assert settings.public_url == "http://127.0.0.1:8000"


def test_every_kind_of_value_is_read() -> None:
    settings = Settings.from_env(
        {
            "ASSAY_DATA_DIR": "/srv/assay",
            "ASSAY_PORT": " 9000 ",
            "ASSAY_RUN_LEASE_S": "2.5",
            "ASSAY_EGRESS_ALLOW_HTTP": "Yes",
            "ASSAY_EGRESS_PORTS": "443, 8443",
            "ASSAY_LOG_FORMAT": "console",
            "ASSAY_SECRET_KEYS": f"{KEY} {'/' * 43}=",
        }
    )

    assert settings.data_dir == Path("/srv/assay")
    assert settings.corpus_url == "sqlite:////srv/assay/corpus.db"
    assert settings.port == 9000
    assert settings.run_lease_s == 2.5
    assert settings.egress_allow_http is True
    assert settings.egress_ports == (443, 8443)
    assert settings.log_format == "console"
    assert settings.secret_keys == (KEY, "_" * 43 + "=")


def test_an_empty_variable_counts_as_absent() -> None:
    assert Settings.from_env({"ASSAY_PORT": "", "ASSAY_RECORDS_URL": ""}) == Settings()


def test_all_problems_are_told_at_once() -> None:
    found = problems(
        ASSAY_PORT="eighty",
        ASSAY_RUN_ATTEMPTS="0",
        ASSAY_REVIEW_CONFIDENCE_BELOW="nan",
        ASSAY_LOG_FORMAT="xml",
        ASSAY_EGRESS_ALLOW_HTTP="perhaps",
        ASSAY_EGRESS_PORTS="443 70000",
        ASSAY_RELAY_INTERVAL="1",
    )

    assert found["ASSAY_PORT"] == "has the value 'eighty', which is not a whole number"
    assert found["ASSAY_RUN_ATTEMPTS"] == "has the value 0, which is less than 1"
    assert "nan" in found["ASSAY_REVIEW_CONFIDENCE_BELOW"]
    assert "json, console" in found["ASSAY_LOG_FORMAT"]
    assert "neither yes nor no" in found["ASSAY_EGRESS_ALLOW_HTTP"]
    assert "70000" in found["ASSAY_EGRESS_PORTS"]
    assert "did you mean ASSAY_RELAY_INTERVAL_S?" in found["ASSAY_RELAY_INTERVAL"]


def test_variables_of_the_tests_and_of_others_are_left_alone() -> None:
    assert Settings.from_env({"ASSAY_TEST_BACKENDS": "embedded", "PATH": "/bin"}) == Settings()


def test_secrets_and_addresses_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("redis://:geheim@broker:6379/0\n", encoding="utf-8")
    (tmp_path / "keys").write_text(f"{KEY}\n", encoding="utf-8")

    settings = Settings.from_env(
        {
            "ASSAY_BROKER_URL_FILE": str(tmp_path / "url"),
            "ASSAY_SECRET_KEYS_FILE": str(tmp_path / "keys"),
        }
    )

    assert settings.broker_url == "redis://:geheim@broker:6379/0"
    assert settings.secret_keys == (KEY,)


def test_a_missing_file_and_a_value_given_twice_are_problems(tmp_path: Path) -> None:
    found = problems(
        ASSAY_BROKER_URL_FILE=str(tmp_path / "nothing"),
        ASSAY_CACHE_URL="memory:",
        ASSAY_CACHE_URL_FILE=str(tmp_path / "nothing"),
        ASSAY_PORT_FILE="/etc/port",
    )

    assert "cannot be read" in found["ASSAY_BROKER_URL"]
    assert "exclude each other" in found["ASSAY_CACHE_URL"]
    assert "is not a setting" in found["ASSAY_PORT_FILE"]


def test_a_publisher_has_a_web_address() -> None:
    assert "https://" in problems(ASSAY_PUBLISHER_URL="desk.example")["ASSAY_PUBLISHER_URL"]
    assert Settings.from_env({"ASSAY_PUBLISHER_URL": "https://desk.example"}).publisher_url


def test_no_secret_is_shown_in_an_error_or_a_representation() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_env({"ASSAY_SECRET_KEYS": "geheim"})
    assert "geheim" not in caught.value.detail

    shown = repr(
        Settings(
            broker_url="redis://:geheim@broker/0",
            metrics_key="geheim",
            elasticsearch_api_key="geheim",
        )
    )
    assert "broker_url" in shown
    assert "geheim" not in shown


@pytest.mark.parametrize(
    ("host", "refused"),
    [
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("::", True),
        ("10.0.0.1", True),
        ("assay.example", True),
    ],
)
def test_serving_others_without_keys_is_refused(host: str, refused: bool) -> None:
    environ = {"ASSAY_HOST": host, "ASSAY_REQUIRE_KEYS": "never"}
    if refused:
        assert host in problems(**environ)["ASSAY_REQUIRE_KEYS"]
    else:
        assert not Settings.from_env(environ).keys_needed


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        (Settings(), False),
        (Settings(host="0.0.0.0"), True),
        (Settings(broker_url="redis://broker/0"), True),
        (Settings(cache_url="redis://cache/0"), True),
        (Settings(corpus_url="https://search:9200/assay"), True),
        (Settings(require_keys="always"), True),
    ],
)
def test_keys_are_needed_unless_everything_is_embedded_on_loopback(
    given: Settings, needed: bool
) -> None:
    assert given.keys_needed is needed


def test_a_shared_database_needs_shared_keys() -> None:
    url = "postgresql://assay:secret@db/assay"
    found = problems(ASSAY_RECORDS_URL=url)
    assert "several machines" in found["ASSAY_SECRET_KEYS"]
    assert Settings.from_env({"ASSAY_RECORDS_URL": url, "ASSAY_SECRET_KEYS": KEY}).secret_keys


def test_elasticsearch_takes_one_way_of_signing_in() -> None:
    found = problems(ASSAY_ELASTICSEARCH_API_KEY="key", ASSAY_ELASTICSEARCH_USERNAME="assay")
    assert set(found) == {"ASSAY_ELASTICSEARCH_API_KEY", "ASSAY_ELASTICSEARCH_USERNAME"}


def test_every_field_is_in_the_table_and_its_default_passes_its_own_rules() -> None:
    assert [row.name for row in SETTINGS] == [field.name for field in fields(Settings)]
    assert set(HEADINGS) <= {row.name for row in SETTINGS}
    for row in SETTINGS:
        assert row.help.endswith((".", "?")), row.name
        text = (
            " ".join(str(part) for part in row.default)
            if isinstance(row.default, tuple)
            else str(row.default)
        )
        if text:
            assert row.read(text) == row.default, row.name


def test_an_address_in_ipv6_stands_in_brackets() -> None:
    assert Settings(host="::1", port=81).public_url == "http://[::1]:81"
