"""What can go wrong, by how the caller should react.

    AssayError
    ├── Rejected                  the caller must change something
    │   ├── ClaimRejected
    │   ├── DocumentRejected
    │   ├── ArticleRejected
    │   │   └── LanguageNotSupported
    │   ├── NotFound
    │   ├── Conflict
    │   └── NotAllowed
    ├── Unavailable               try again later
    │   ├── CorpusUnavailable
    │   │   └── CorpusInconsistent
    │   ├── JudgeUnavailable
    │   ├── RecordsUnavailable
    │   ├── CacheUnavailable
    │   └── EgressFailed
    └── Defect                    we are wrong, or were set up wrongly
        ├── JudgeAnswerInvalid
        └── SettingsInvalid

A failure is never a stance: whoever catches one of these must not write a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field; `pointer` is an RFC 6901 JSON pointer."""

    pointer: str
    detail: str


class AssayError(Exception):
    """The root: `code` is stable and machine-readable, `detail` one clear sentence."""

    code = "error"
    retryable = False

    def __init__(
        self, detail: str, *, code: str | None = None, problems: Sequence[FieldProblem] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.problems = tuple(problems)


class Rejected(AssayError):
    """The caller must change something."""

    code = "rejected"


class ClaimRejected(Rejected):
    """The text is not a claim that can be checked."""

    code = "claim_rejected"


class DocumentRejected(Rejected):
    """The document cannot be taken into the corpus."""

    code = "document_rejected"


class ArticleRejected(Rejected):
    """The text is not an article whose claims can be found."""

    code = "article_rejected"


class LanguageNotSupported(ArticleRejected):
    """The article is in a language that is not read; nothing is made up about it."""

    code = "language_not_supported"


class NotFound(Rejected):
    """Nothing with that id is here."""

    code = "not_found"


class Conflict(Rejected):
    """Somebody else was first, or the state does not allow it."""

    code = "conflict"


class NotAllowed(Rejected):
    """The caller may not do this."""

    code = "not_allowed"


class Unavailable(AssayError):
    """A part that is needed does not answer; the same call may succeed later."""

    code = "unavailable"
    retryable = True


class CorpusUnavailable(Unavailable):
    """The corpus did not answer in full; a partial answer counts as none."""

    code = "corpus_unavailable"


class CorpusInconsistent(CorpusUnavailable):
    """A passage found is not, word for word, in its stored document."""

    code = "corpus_inconsistent"


class JudgeUnavailable(Unavailable):
    """The judge did not answer."""

    code = "judge_unavailable"


class RecordsUnavailable(Unavailable):
    """The database did not answer."""

    code = "records_unavailable"


class CacheUnavailable(Unavailable):
    """The cache did not answer; callers treat it as a miss."""

    code = "cache_unavailable"


class EgressFailed(Unavailable):
    """An outgoing request failed or was not allowed."""

    code = "egress_failed"


class Defect(AssayError):
    """We are wrong, or were set up wrongly."""

    code = "defect"


class JudgeAnswerInvalid(Defect):
    """The judge answered something that is not a stance."""

    code = "judge_answer_invalid"


class SettingsInvalid(Defect):
    """The settings cannot work; the detail lists every problem."""

    code = "settings_invalid"
