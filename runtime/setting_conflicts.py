"""Settings that are sound one by one and do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.setting import PREFIX

if TYPE_CHECKING:
    from runtime.settings import Settings


def conflicts(settings: Settings) -> list[tuple[str, str]]:
    """Which variables do not go together, each with the reason."""
    rules = (
        (
            settings.require_keys == "never" and not settings.on_loopback,
            "require_keys",
            f"is refused as never while ASSAY_HOST is {settings.host}, which others can reach",
        ),
        (
            not settings.records_url.startswith("sqlite:") and not settings.secret_keys,
            "secret_keys",
            "is missing: several machines that share a database must share the keys",
        ),
        (
            bool(settings.elasticsearch_api_key and settings.elasticsearch_username),
            "elasticsearch_api_key",
            "and ASSAY_ELASTICSEARCH_USERNAME exclude each other",
        ),
        (
            bool(settings.elasticsearch_username) != bool(settings.elasticsearch_password),
            "elasticsearch_username",
            "and ASSAY_ELASTICSEARCH_PASSWORD go together; one of them is missing",
        ),
        (
            settings.publisher_url != ""
            and not settings.publisher_url.startswith(("https://", "http://")),
            "publisher_url",
            "is no web address; it begins with https://",
        ),
    )
    return [(PREFIX + name.upper(), why) for wrong, name, why in rules if wrong]
