"""The corpus: official passages that can be searched, embedded or in Elasticsearch."""

from __future__ import annotations

from pathlib import Path

from indices.options import CorpusOptions
from verification.errors import SettingsInvalid
from verification.ports import WritableCorpus

__all__ = ["CorpusOptions", "open_corpus"]

_FORMS = "sqlite:///PATH, elasticsearch://HOST:9200/NAME or https://HOST:9200/NAME"


def open_corpus(url: str, options: CorpusOptions | None = None) -> WritableCorpus:
    """Open the corpus a URL names.

    `sqlite:///PATH` is a file, made when missing (a fourth slash makes the path absolute), and
    `sqlite://:memory:` a scratch one. `elasticsearch://` (plain), `elasticsearch+https://`,
    `http://` and `https://`, with `HOST:PORT[,HOST:PORT…]/NAME`, are a cluster; NAME begins the
    names of the indices. Nothing is connected before the first use. Raises SettingsInvalid.
    """
    options = options or CorpusOptions()
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator:
        return _open_embedded(rest, options)
    if scheme in {"elasticsearch", "elasticsearch+https", "http", "https"} and separator:
        # Imported here: the client takes longer to load than all else that a small set-up needs.
        from indices.elastic import ElasticCorpus  # noqa: PLC0415
        from indices.elastic_versions import parse_url  # noqa: PLC0415

        return ElasticCorpus(parse_url(url), options)
    raise SettingsInvalid(f"The corpus URL must be of the form {_FORMS}.")


def _open_embedded(rest: str, options: CorpusOptions) -> WritableCorpus:
    from indices.embedded import EmbeddedCorpus  # noqa: PLC0415

    if rest == ":memory:":
        return EmbeddedCorpus(None, options.request_timeout_s)
    if not rest.startswith("/") or rest == "/":
        raise SettingsInvalid(f"The corpus URL names no file; write it as {_FORMS}.")
    return EmbeddedCorpus(Path(rest[1:]), options.request_timeout_s)
