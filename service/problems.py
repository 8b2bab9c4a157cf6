"""Every problem the service can answer with: its name, its status and what to do about it.

The `type` of a problem is `/problems/NAME`, a relative reference (RFC 9457 section 3.1.1) to a page
that explains it. Names never change; a code of `verification.errors` and its problem differ only
in `_` and `-`.
"""

from __future__ import annotations

from dataclasses import dataclass

PROBLEMS_PATH = "/problems"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem; `help` tells the caller in a sentence or two what to do."""

    name: str
    status: int
    title: str
    help: str

    @property
    def uri(self) -> str:
        """The `type` of the problem."""
        return f"{PROBLEMS_PATH}/{self.name}"


_REQUEST = (
    ProblemType(
        "malformed-request",
        400,
        "The request cannot be read",
        "The request does not follow HTTP, or its body is not text in UTF-8.",
    ),
    ProblemType(
        "malformed-json",
        400,
        "The body is not valid JSON",
        "Send one JSON object. Names may occur once; `NaN` and `Infinity` are not JSON.",
    ),
    ProblemType(
        "json-too-deep",
        400,
        "The JSON is nested too deeply",
        "No request needs deep nesting; `limits.json_depth` of `/v1/capabilities` is the bound.",
    ),
    ProblemType(
        "empty-body",
        400,
        "The body is missing",
        "Send a JSON object and `Content-Type: application/json`.",
    ),
    ProblemType(
        "no-such-page",
        404,
        "There is nothing at this address",
        "The reference at `/docs` lists every address.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "The address does not know this method",
        "The header `Allow` lists the methods it knows.",
    ),
    ProblemType(
        "not-acceptable",
        406,
        "The answer cannot be given in the form asked for",
        "Ask for `application/json` or leave `Accept` out.",
    ),
    ProblemType(
        "conflict", 409, "The state does not allow this", "Read the resource again and decide anew."
    ),
    ProblemType(
        "too-large",
        413,
        "The body is too large",
        "`/v1/capabilities` lists the limits; many documents go as `application/x-ndjson`.",
    ),
    ProblemType(
        "address-too-long", 414, "The address is too long", "Send fewer or shorter parameters."
    ),
    ProblemType(
        "headers-too-large", 431, "The headers are too large", "Send fewer or shorter headers."
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        "The content type is not understood",
        "Send `Content-Type: application/json`, uncompressed and in UTF-8.",
    ),
    ProblemType(
        "rejected",
        422,
        "The request cannot be taken as it is",
        "The detail says what to change.",
    ),
    ProblemType(
        "validation",
        422,
        "Some values are not allowed",
        "`errors` names each by JSON pointer and says what is wrong. Unknown fields are refused, "
        "so that a misspelt option is never silently ignored.",
    ),
    ProblemType(
        "quota-exceeded",
        429,
        "Too many requests",
        "Wait as long as `Retry-After` says. `RateLimit-Policy` and `RateLimit` tell the quota "
        "and what is left of it.",
    ),
    ProblemType(
        "too-much-unfinished",
        429,
        "Too many claims of this key are unfinished",
        "Wait until some of the claims sent before are answered, then send the next.",
    ),
)

_ACCESS = (
    ProblemType(
        "key-missing",
        401,
        "An API key is needed",
        "Send `Authorization: Bearer assay_…`; `assay keys create` makes a key.",
    ),
    ProblemType(
        "key-invalid",
        401,
        "The API key is not valid",
        "It is misspelt, unknown, expired or revoked. Ask for a new one.",
    ),
    ProblemType(
        "not-allowed", 403, "This is not allowed", "The key may not do this; ask for another key."
    ),
    ProblemType(
        "scope-missing",
        403,
        "The API key lacks a scope",
        "The detail names the scope; ask for a key that has it.",
    ),
    ProblemType(
        "signature-invalid",
        401,
        "The message is not signed as it must be",
        "Sign as Standard Webhooks says: `webhook-id`, `webhook-timestamp` and "
        "`webhook-signature` over the raw body, with the inbox's secret and a right clock.",
    ),
    ProblemType(
        "message-replayed",
        409,
        "The message was taken before",
        "Nothing was done. Every message needs a `webhook-id` of its own.",
    ),
)

_SUBJECT = (
    ProblemType(
        "claim-rejected", 422, "This is no claim that can be checked", "The detail says why."
    ),
    ProblemType("claim-empty", 422, "The claim is empty", "Send one sentence that states a fact."),
    ProblemType("claim-too-long", 422, "The claim is too long", "Send one sentence at a time."),
    ProblemType(
        "claim-not-text",
        422,
        "The claim is not plain text",
        "Send plain text without control characters and direction overrides.",
    ),
    ProblemType(
        "claim-no-words", 422, "The claim contains no words", "Send a sentence that states a fact."
    ),
    ProblemType(
        "language-not-supported",
        422,
        "The language is not supported",
        "Claims are checked in English only; leave `language` out or send `en`.",
    ),
    ProblemType(
        "article-rejected", 422, "The article cannot be taken", "The detail says what to change."
    ),
    ProblemType(
        "article-not-text",
        422,
        "The article is not plain text",
        "Send text without the character U+0000 and halves of surrogate pairs.",
    ),
    ProblemType(
        "article-no-sentence",
        422,
        "The article holds no sentence",
        "Send the words of the story; headings, captions and links alone state nothing.",
    ),
    ProblemType(
        "url-not-allowed",
        422,
        "The article may not be fetched from this address",
        "Articles are fetched from public `https` addresses, where the service is set up to; else "
        "send `text` or `html`.",
    ),
    ProblemType(
        "url-not-fetched",
        422,
        "The article could not be fetched",
        "The detail says why. Try again later, or send `text` or `html`.",
    ),
    ProblemType(
        "callback-refused",
        422,
        "The address for callbacks is not allowed",
        "Callbacks go to public `https` addresses, without user name and password.",
    ),
    ProblemType(
        "idempotency-mismatch",
        422,
        "The Idempotency-Key was used for another request",
        "Use a new key for every new request, and the same key only to repeat one.",
    ),
    ProblemType(
        "idempotency-in-progress",
        409,
        "A request with this Idempotency-Key is still under way",
        "Repeat it in a moment; it will get the answer of the first.",
    ),
    ProblemType(
        "document-rejected", 422, "The document cannot be taken", "The detail says what to change."
    ),
    ProblemType(
        "document-withdrawn",
        410,
        "The document was withdrawn",
        "It is no longer evidence. Sending it again admits it as a new version.",
    ),
    ProblemType("not-found", 404, "There is nothing with this id", "Look for it in the list."),
    ProblemType(
        "cursor-unknown",
        404,
        "The cursor does not belong to this list",
        "Start with the first page, and change no filter between pages.",
    ),
    ProblemType(
        "not-reviewed",
        404,
        "No person has decided on this claim yet",
        "A ClaimReview is published once a reviewer has decided.",
    ),
)

_OURS = (
    ProblemType(
        "defect", 500, "Something is wrong with the service", "Report it with the `request_id`."
    ),
    ProblemType(
        "unavailable",
        503,
        "A part of the service does not answer",
        "Repeat the request after `Retry-After` seconds; nothing was done.",
    ),
    ProblemType(
        "records-unavailable",
        503,
        "The database does not answer",
        "Repeat the request after `Retry-After` seconds; nothing was done.",
    ),
    ProblemType(
        "corpus-unavailable",
        503,
        "The corpus does not answer in full",
        "Repeat the request after `Retry-After` seconds. A partial answer is never given.",
    ),
)

PROBLEMS = {each.name: each for each in (*_REQUEST, *_ACCESS, *_SUBJECT, *_OURS)}


def name_of(code: str) -> str:
    """The problem's name for a code of `verification.errors`."""
    return code.replace("_", "-")
