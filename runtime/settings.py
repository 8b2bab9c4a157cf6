"""Every setting of Assay in one table; the only module that reads the environment.

Each field of `Settings` is one setting: NAME is set by the variable ASSAY_NAME, an empty variable
counts as absent, and secrets and addresses may stand in a file named by ASSAY_NAME_FILE. The page
`docs/settings.md` is what `python -m runtime.settings` prints.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeAlias

from runtime.setting import Setting, setting, unknown_variables
from runtime.setting_conflicts import conflicts
from runtime.settings_page import settings_page
from verification.errors import FieldProblem, SettingsInvalid

SecretKey: TypeAlias = str

HOUR = 3600
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What can be set, with its default; seconds end in `_s`."""

    data_dir: Path = setting(  # noqa: RUF009 - a path is immutable
        Path("var/assay"), "Folder for the databases and the generated key."
    )
    records_url: str = setting(
        "",
        "Database of record: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`.",
        url=True,
        shown_default="`records.db` in the data folder",
    )
    corpus_url: str = setting(
        "",
        "The corpus: `sqlite:///PATH` or `https://HOST:9200/NAME` of an Elasticsearch cluster.",
        url=True,
        shown_default="`corpus.db` in the data folder",
    )
    broker_url: str = setting(
        "",
        "Celery's broker, `redis://HOST:6379/0`. Empty: the server verifies by itself.",
        url=True,
        shown_default="empty",
    )
    cache_url: str = setting(
        "memory:",
        "Verdict cache: `memory:` or `redis://HOST:6379/0`, not the broker's Redis.",
        url=True,
    )
    judge_url: str = setting(
        "onnx:",
        "The stance judge, such as `onnx:` or `tei+https://HOST`; docs/judges.md has them all.",
        url=True,
    )
    policy: str = setting(
        "", "JSON file with the weights of scoring.", shown_default="the one shipped"
    )

    host: str = setting("127.0.0.1", "Address `assay serve` listens on.")
    port: int = setting(8000, "Port `assay serve` listens on.", minimum=0, maximum=65535)
    public_url: str = setting(
        "",
        "Where people reach the service, for links in callbacks.",
        shown_default="`http://HOST:PORT`",
    )
    publisher_name: str = setting(
        "",
        "Who publishes reviewed verdicts: the author of every ClaimReview.",
        shown_default="the host of `ASSAY_PUBLIC_URL`",
    )
    publisher_url: str = setting(
        "", "The publisher's own web address.", shown_default="`ASSAY_PUBLIC_URL`"
    )
    trusted_proxies: int = setting(
        0, "How many reverse proxies stand before the service.", minimum=0, maximum=10
    )
    contact: str = setting(
        "", "Mail or web address of whoever runs this, told to sites that are fetched."
    )

    require_keys: str = setting(
        "auto",
        "Are API keys needed? `auto`: unless everything is embedded and the address is loopback.",
        choices=("auto", "always", "never"),
    )
    secret_keys: tuple[SecretKey, ...] = setting(
        (),
        "Keys that encrypt stored secrets, newest first: each 32 bytes in base64.",
        secret=True,
        shown_default="generated once into the data folder; must be set with PostgreSQL",
    )
    desk_session_hours: int = setting(
        12, "How long a sign-in to the desk lasts.", minimum=1, maximum=720
    )
    metrics_key: str = setting(
        "",
        "Bearer token for `/metrics`. Empty: only callers on the same machine are answered.",
        secret=True,
    )

    max_claim_characters: int = setting(2000, "Longest claim taken.", minimum=100, maximum=20_000)
    max_body_bytes: int = setting(
        65_536, "Largest request body, bulk or article aside.", minimum=1024, maximum=64 * MEBIBYTE
    )
    max_article_bytes: int = setting(
        2 * MEBIBYTE, "Largest body with an article.", minimum=1024, maximum=64 * MEBIBYTE
    )
    max_document_characters: int = setting(
        1_000_000, "Longest document taken.", minimum=1000, maximum=50_000_000
    )
    max_bulk_bytes: int = setting(
        256 * MEBIBYTE, "Largest body of a bulk request.", minimum=1024, maximum=16_384 * MEBIBYTE
    )
    max_bulk_documents: int = setting(
        200_000, "Most lines in a bulk request.", minimum=1, maximum=10_000_000
    )
    max_json_depth: int = setting(32, "Deepest nesting of JSON taken.", minimum=4, maximum=500)
    page_size_max: int = setting(100, "Most items on a page of a list.", minimum=10, maximum=1000)
    prefer_wait_max_s: float = setting(
        15.0, "Longest time `Prefer: wait` holds an answer back.", minimum=0, maximum=60
    )
    rate_limit_read: int = setting(
        600, "Reading requests per minute and key.", minimum=1, maximum=1_000_000
    )
    rate_limit_write: int = setting(
        120, "Writing requests per minute and key.", minimum=1, maximum=1_000_000
    )
    rate_limit_anonymous: int = setting(
        60, "Requests per minute and address without a key.", minimum=1, maximum=1_000_000
    )
    max_active_runs_per_key: int = setting(
        1000, "Unfinished claims one key may have at a time.", minimum=1, maximum=1_000_000
    )
    idempotency_hours: int = setting(
        24, "How long an `Idempotency-Key` is remembered.", minimum=1, maximum=720
    )

    elasticsearch_ca_file: str = setting("", "File with the CA of the Elasticsearch cluster.")
    elasticsearch_api_key: str = setting("", "API key for Elasticsearch.", secret=True)
    elasticsearch_username: str = setting("", "User for Elasticsearch, instead of an API key.")
    elasticsearch_password: str = setting("", "Password of that user.", secret=True)
    elasticsearch_timeout_s: float = setting(
        10.0, "How long one search may take.", minimum=0.1, maximum=300
    )

    judge_api_key: str = setting(
        "", "API key for a judge on another server, sent as bearer token.", secret=True
    )
    judge_ca_file: str = setting("", "File with the CA of that server.")
    judge_timeout_s: float = setting(
        30.0,
        "How long a judge on another server may take for one batch, retries included.",
        minimum=0.1,
        maximum=3600,
    )
    judge_concurrency: int = setting(
        4, "Requests at once to a judge on another server, per process.", minimum=1, maximum=256
    )
    judge_price_input: float = setting(
        0.0, "What a million tokens sent to the judge cost, for the metrics.", minimum=0
    )
    judge_price_output: float = setting(
        0.0, "What a million tokens of its answers cost.", minimum=0
    )

    run_lease_s: float = setting(
        30.0, "How long a worker holds a run without a sign of life.", minimum=0.5, maximum=3600
    )
    run_limit_s: float = setting(
        100.0, "Longest time one verification may take.", minimum=1, maximum=3600
    )
    run_attempts: int = setting(3, "Attempts before a run fails for good.", minimum=1, maximum=20)
    offer_again_s: float = setting(
        15.0, "Wait before a run that nobody took is offered again.", minimum=0.1, maximum=3600
    )
    recheck_claims: int = setting(
        2000,
        "Claims, newest first, that new documents are held against and checked again; 0: none.",
        minimum=0,
        maximum=100_000,
    )
    sweep_interval_s: float = setting(
        2.0, "Pause between two looks for what fell through.", minimum=0.05, maximum=60
    )
    relay_interval_s: float = setting(
        0.2, "Pause between two looks for new messages.", minimum=0.02, maximum=60
    )
    dispatcher_threads: int = setting(
        2, "Verifications at once without a broker.", minimum=1, maximum=64
    )
    delivery_threads: int = setting(
        2, "Callbacks sent at once without a broker.", minimum=1, maximum=64
    )
    worker_concurrency: int = setting(2, "Processes of one Celery worker.", minimum=1, maximum=256)

    cache_ttl_s: int = setting(
        24 * HOUR, "Life of a cached verdict.", minimum=1, maximum=30 * 24 * HOUR
    )
    cache_no_evidence_ttl_s: int = setting(
        120, "Life of a cached `not_enough_evidence`.", minimum=1, maximum=24 * HOUR
    )
    cache_timeout_s: float = setting(
        0.5, "How long the cache may take before it counts as a miss.", minimum=0.01, maximum=10
    )

    review_lease_s: int = setting(
        900, "How long a reviewer holds an item.", minimum=10, maximum=86_400
    )
    review_confidence_below: float = setting(
        0.7, "Verdicts less sure than this go to the desk.", minimum=0, maximum=1
    )

    webhook_timeout_s: float = setting(
        15.0, "How long a receiver may take to answer.", minimum=0.1, maximum=60
    )
    webhook_schedule_s: tuple[int, ...] = setting(
        (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400),
        "Waits between the attempts of one delivery.",
        minimum=0,
        maximum=604_800,
    )
    inbound_window_s: int = setting(
        300, "How far the time of a signed message may be off.", minimum=1, maximum=3600
    )
    egress_allow_private: bool = setting(
        default=False, meaning="May outgoing requests reach private and loopback addresses?"
    )
    egress_allow_http: bool = setting(
        default=False, meaning="May outgoing requests go without TLS?"
    )
    article_urls: bool = setting(default=False, meaning="May articles be fetched by their `url`?")
    egress_ports: tuple[int, ...] = setting(
        (443,), "Ports outgoing requests may use; 0 stands for any.", minimum=0, maximum=65535
    )

    log_level: str = setting(
        "info", "Least grave entry logged.", choices=("debug", "info", "warning", "error")
    )
    log_format: str = setting(
        "json", "How log lines look; `console` is for people.", choices=("json", "console")
    )
    metrics_dir: str = setting(
        "", "Folder where the processes of one server share metrics; emptied when it starts."
    )
    metrics_port: int = setting(
        0, "Port where a worker or the relay shows its metrics; 0: none.", minimum=0, maximum=65535
    )

    def __post_init__(self) -> None:
        """Work out the addresses that follow from other settings."""
        home = self.data_dir.absolute()
        given = self.records_url, self.corpus_url, self.public_url
        worked_out = (
            f"sqlite:///{home / 'records.db'}",
            f"sqlite:///{home / 'corpus.db'}",
            f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}",
        )
        for name, value, otherwise in zip(
            ("records_url", "corpus_url", "public_url"), given, worked_out, strict=True
        ):
            object.__setattr__(self, name, value or otherwise)

    def __repr__(self) -> str:
        """The settings that differ from the table, secrets and addresses left out."""
        shown = [
            f"{row.name}={'…' if row.file_variable else getattr(self, row.name)!r}"
            for row in SETTINGS
            if getattr(self, row.name) != row.default
        ]
        return f"Settings({', '.join(shown)})"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings an environment describes (this process's when none is given).

        Raises SettingsInvalid that lists every problem at once.
        """
        given = os.environ if environ is None else environ
        problems = unknown_variables(SETTINGS, given)
        values: dict[str, Any] = {}
        for row in SETTINGS:
            try:
                text = row.text_in(given)
                if text:
                    values[row.name] = row.read(text)
            except ValueError as error:
                problems.append((row.variable, str(error)))
        settings = cls(**values)
        problems += settings.conflicts()
        if problems:
            listed = "".join(f"\n- {variable} {why}" for variable, why in problems)
            raise SettingsInvalid(
                f"The settings cannot work; please correct:{listed}",
                problems=[FieldProblem(f"/{variable}", why) for variable, why in problems],
            )
        return settings

    def conflicts(self) -> list[tuple[str, str]]:
        """Which variables do not go together, each with the reason."""
        return conflicts(self)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the address served on."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def all_embedded(self) -> bool:
        """Whether no server but this process is needed."""
        files = self.records_url, self.corpus_url
        embedded = all(url.startswith("sqlite:") for url in files)
        return embedded and not self.broker_url and self.cache_url == "memory:"

    @property
    def keys_needed(self) -> bool:
        """Whether callers of the API must show a key."""
        if self.require_keys == "auto":
            return not (self.all_embedded and self.on_loopback)
        return self.require_keys == "always"


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(name=field.name, type=str(field.type), default=field.default, **field.metadata)
    for field in fields(Settings)
)


def share_metrics(directory: str) -> None:
    """Tell the metrics client, which knows no other way, where processes share their values."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = directory


if __name__ == "__main__":
    sys.stdout.write(settings_page(SETTINGS))
