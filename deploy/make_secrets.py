"""Make the secret files `docker-compose.yml` mounts: passwords, URLs with them, keys and a CA.

Usage: python deploy/make_secrets.py [FOLDER]. Files that are there stay as they are.
"""

from __future__ import annotations

import base64
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID_DAYS = 825  # the longest life clients accept of a server certificate


def main(folder: Path) -> None:
    """Write every missing secret into the folder, readable to the containers' users."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def once(name: str, make: Callable[[], str]) -> str:
        path = folder / name
        if not path.exists():
            path.write_text(make(), encoding="ascii")
            # Open, in a closed folder: containers run as other users.
            path.chmod(0o644)
        return path.read_text(encoding="ascii")

    postgres = once("postgres_password", password)
    broker = once("broker_password", password)
    cache = once("cache_password", password)
    once("elastic_password", password)
    once("elasticsearch_password", password)
    once("metrics_key", password)
    once("secret_keys", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    once("records_url", lambda: f"postgresql://assay:{postgres}@postgres:5432/assay")
    once("broker_url", lambda: f"redis://:{broker}@broker:6379/0")
    once("cache_url", lambda: f"redis://:{cache}@cache:6379/0")
    if not (folder / "elasticsearch.crt").exists():
        for name, text in certificates("elasticsearch").items():
            once(name, partial(str, text))
    sys.stdout.write(f"The secrets are in {folder}/\n")


def password() -> str:
    """A random password that needs no escaping in a URL."""
    return secrets.token_urlsafe(32)


def certificates(host: str) -> dict[str, str]:
    """A CA and a certificate of `host` signed by it, as PEM by file name."""
    now = datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Assay deployment CA")])

    def builder(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=VALID_DAYS))
        )

    ca = (
        builder(ca_name, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        builder(subject, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return {
        "elasticsearch_ca.crt": ca.public_bytes(pem).decode(),
        "elasticsearch.crt": certificate.public_bytes(pem).decode(),
        "elasticsearch.key": key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "secrets"))
