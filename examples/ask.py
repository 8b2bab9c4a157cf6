"""Ask Assay about one claim over HTTP and show the verdict with its evidence.

    python examples/ask.py "North Korea fired three missiles on 21 March 2021."

Needs nothing but Python, and a service such as `assay serve --demo`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PATIENCE_S = 120
BETWEEN_LOOKS_S = 2


def main() -> None:
    """Ask, wait and show."""
    arguments = _arguments()
    headers = {"Content-Type": "application/json", "Prefer": "wait=10"}
    if arguments.key_file:
        headers["Authorization"] = f"Bearer {arguments.key_file.read_text().strip()}"
    try:
        show(ask(arguments.service.rstrip("/"), arguments.claim, headers))
    except HTTPError as error:
        problem = json.load(error)  # every refusal is a problem in JSON, RFC 9457
        sys.exit(f"Refused: {problem['title']}: {problem.get('detail', '')}")
    except URLError as error:
        sys.exit(f"{arguments.service} does not answer: {error.reason}")


def ask(service: str, text: str, headers: dict[str, str]) -> dict[str, Any]:
    """The claim as answered, looked at again until its verdict is there."""
    body = json.dumps({"text": text}).encode()
    claim = _answer(Request(f"{service}/v1/claims", body, headers))
    deadline = time.monotonic() + PATIENCE_S
    while claim["status"] not in {"done", "failed"}:
        if time.monotonic() > deadline:
            sys.exit(f"No verdict yet; it will be at {service}/v1/claims/{claim['id']}")
        time.sleep(BETWEEN_LOOKS_S)
        claim = _answer(Request(f"{service}/v1/claims/{claim['id']}", headers=headers))
    return claim


def show(claim: dict[str, Any]) -> None:
    """Print the verdict; a claim that failed has none, which never means "not enough evidence"."""
    verdict = claim["verdict"]
    if verdict is None:
        sys.exit("The claim could not be verified; people will look at it.")
    print(f"{verdict['veracity']} ({verdict['confidence']:.0%}): {verdict['rationale']}")
    for evidence in verdict["evidence"]:
        document = evidence["document"]
        print(f"  {evidence['stance']}: “{evidence['quote']}”")
        print(f"    {document['source']['name']}, {document['published_at']}: {document['title']}")


def _answer(request: Request) -> dict[str, Any]:
    with urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Ask Assay about one claim.")
    parser.add_argument("claim", help="one sentence that can be checked")
    parser.add_argument("--service", default="http://127.0.0.1:8000", help="where Assay answers")
    parser.add_argument("--key-file", type=Path, help="a file with an API key, where keys are used")
    return parser.parse_args()


if __name__ == "__main__":
    main()
