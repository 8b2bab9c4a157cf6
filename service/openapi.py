"""The OpenAPI document and the code that answers, declared in one place so that they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NoReturn, Protocol, TypeVar, cast

import flask_smorest
import marshmallow
from flask import Flask, Request
from flask_smorest.blueprint import Blueprint as PlainBlueprint
from flask_smorest.utils import prepare_response
from webargs.flaskparser import FlaskParser
from werkzeug.routing import BaseConverter, Map, PathConverter

from service.access import Access, set_access
from service.errors import PROBLEM_JSON, Problem
from service.requests import check_query_once, read_json
from service.schemas.claims import IdempotencyHeaders
from service.schemas.fields import Described
from service.schemas.problems import ProblemAnswer
from verification.errors import FieldProblem

View = TypeVar("View", bound=Callable[..., Any])


class Decorate(Protocol):
    """A decorator that leaves a view as it is, to the eye."""

    def __call__(self, view: View, /) -> View:
        """The view, decorated."""


IDEMPOTENCY_KEY = {"$ref": "#/components/parameters/IdempotencyKey"}
ALWAYS = (406, 429, 500, 503)
WITH_KEY = (401, 403)
WITH_BODY = (400, 413, 415, 422)


class Parser(FlaskParser):
    """Reads JSON strictly, refuses what it does not know, and says where the mistake is."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - an instance variable where it is declared
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
        "headers": marshmallow.EXCLUDE,
    }

    def load_json(self, req: Request, schema: marshmallow.Schema) -> object:  # noqa: ARG002
        """The value in the body."""
        return read_json()

    def load_querystring(self, req: Request, schema: marshmallow.Schema) -> Any:  # noqa: ANN401
        """The parameters of the address, each once."""
        check_query_once()
        return super().load_querystring(req, schema)

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        *_request: object,
        **_more: object,
    ) -> NoReturn:
        """Raise the problem that names every field."""
        raise refused_fields(error)


def refused_fields(error: marshmallow.ValidationError) -> Problem:
    """The problem a validation error is: one entry for each field that is not allowed."""
    messages = cast("dict[str, Any]", error.normalized_messages())  # type: ignore[no-untyped-call]
    # webargs puts the messages under the name of the place they were found in.
    if len(messages) == 1 and next(iter(messages)) in {"json", "query", "headers"}:
        messages = next(iter(messages.values()))
    problems = list(_problems(messages, ""))
    first = problems[0]
    named = f"{first.pointer}: {first.detail}" if first.pointer else first.detail
    more = f" And {len(problems) - 1} more; see `errors`." if len(problems) > 1 else ""
    return Problem("validation", f"{named}{more}", problems=problems)


def _problems(messages: object, pointer: str) -> Iterator[FieldProblem]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = "" if name == "_schema" else f"/{_escaped(str(name))}"
            yield from _problems(inner, pointer + step)
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for each in messages:
            yield from _problems(each, pointer)
    else:
        yield FieldProblem(pointer, str(messages))


def _escaped(name: str) -> str:
    return name[:100].replace("~", "~0").replace("/", "~1")


class Blueprint(PlainBlueprint):
    """A group of operations."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, import_name: str, *, description: str) -> None:
        super().__init__(name, import_name, description=description)  # type: ignore[no-untyped-call]

    @property
    def _untyped(self) -> Any:  # noqa: ANN401 - the library's decorators have no types
        return self

    def operation(
        self, method: str, rule: str, access: Access, *, errors: Sequence[int] = ()
    ) -> Decorate:
        """Answer a method at an address; `errors` are statuses besides those that always occur."""

        def decorate(view: View) -> View:
            statuses = {*ALWAYS, *errors, *(() if access.public else WITH_KEY)}
            if "<" in rule:
                statuses.add(404)
            documented: Any = view
            for status in sorted(statuses):
                documented = self._untyped.alt_response(status, HTTPStatus(status).name)(documented)
            documented = self._untyped.doc(
                operationId=view.__name__, security=_security(access), **_scope_note(access)
            )(documented)
            set_access(documented, access)
            self._untyped.route(rule, methods=[method])(documented)
            result: View = documented
            return result

        return decorate

    def body(
        self, schema: type[marshmallow.Schema], *, examples: Mapping[str, Any] | None = None
    ) -> Decorate:
        """Read a JSON body; the view gets what the schema makes of it."""

        def decorate(view: View) -> View:
            decorated: Any = self._untyped.arguments(schema, location="json", examples=examples)(
                view
            )
            for status in WITH_BODY:
                decorated = self._untyped.alt_response(status, HTTPStatus(status).name)(decorated)
            result: View = decorated
            return result

        return decorate

    def idempotent(self) -> Decorate:
        """Read `Idempotency-Key`.

        It stands in the document as a component that the operation points to and not among its
        parameters: a tool that makes requests up would use one key for many bodies, which is the
        one thing a caller must not do.
        """

        def decorate(view: View) -> View:
            undocumented: Any = self.ARGUMENTS_PARSER.use_args(
                IdempotencyHeaders, location="headers"
            )(view)
            described: Any = self._untyped.doc(**{"x-parameters": [IDEMPOTENCY_KEY]})(undocumented)
            result: View = described
            return result

        return decorate

    def query(self, schema: type[marshmallow.Schema]) -> Decorate:
        """Read the parameters of the address."""

        def decorate(view: View) -> View:
            result: View = self._untyped.arguments(schema, location="query")(view)
            return result

        return decorate

    def headers(self, schema: type[marshmallow.Schema]) -> Decorate:
        """Read headers."""

        def decorate(view: View) -> View:
            result: View = self._untyped.arguments(schema, location="headers")(view)
            return result

        return decorate

    def answer(
        self,
        status: int,
        schema: type[marshmallow.Schema] | None = None,
        *,
        description: str,
        headers: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> Decorate:
        """What a view answers; the one nearest to the view writes it."""

        def decorate(view: View) -> View:
            result: View = self._untyped.response(
                status,
                schema,
                description=description,
                headers=headers,
                content_type=content_type,
            )(view)
            return result

        return decorate

    def described(self, **description: Any) -> Decorate:  # noqa: ANN401
        """Say of an operation what the decorators cannot tell."""

        def decorate(view: View) -> View:
            result: View = self._untyped.doc(**description)(view)
            return result

        return decorate

    def also_answers(
        self,
        status: int,
        schema: type[marshmallow.Schema] | Mapping[str, Any],
        *,
        description: str,
        headers: Mapping[str, Any] | None = None,
    ) -> Decorate:
        """Another answer of the same view."""

        def decorate(view: View) -> View:
            result: View = self._untyped.alt_response(
                status, schema=schema, description=description, headers=headers, success=True
            )(view)
            return result

        return decorate


def _security(access: Access) -> list[dict[str, list[str]]]:
    # OpenAPI 3.1 lets a bearer requirement list what the key must be allowed to do.
    return [] if access.public else [{"key": [access.scope] if access.scope else []}]


def _scope_note(access: Access) -> dict[str, Any]:
    return {"x-scope": access.scope} if access.scope else {}


class IdConverter(BaseConverter):
    """An id this service made up."""

    regex = "[a-z]{2,8}_[0-9a-z]{1,60}"


class NameConverter(BaseConverter):
    """A short name or a slug."""

    regex = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,118}[A-Za-z0-9])?"


class DocumentIdConverter(PathConverter):
    """A document's id, which its publisher may have made up."""


CONVERTERS: Mapping[str, type[BaseConverter]] = {
    "id": IdConverter,
    "name": NameConverter,
    "document": DocumentIdConverter,
}


def add_converters(url_map: Map) -> None:
    """Teach an application the path parameters of the API, and to take addresses as they are."""
    url_map.converters.update(CONVERTERS)
    url_map.merge_slashes = False


class Api(flask_smorest.Api):
    """The document builder; errors are none of its business."""

    ERROR_SCHEMA = ProblemAnswer  # type: ignore[assignment]
    DEFAULT_ERROR_RESPONSE_NAME = None  # type: ignore[assignment]

    def _register_error_handlers(self) -> None:
        """Leave the handling of errors to `service.errors`."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            answer = {"description": status.phrase, "schema": self.ERROR_SCHEMA}
            prepare_response(answer, self.spec, PROBLEM_JSON)  # type: ignore[no-untyped-call]
            self.spec.components.response(status.name, answer, lazy=True)

    def describe_fields(self) -> None:
        """Let fields and path parameters write their own part of the document."""

        def described(_converter: object, field: object, **_more: object) -> dict[str, Any]:
            return field.whole_schema() if isinstance(field, Described) else {}

        converter = self.ma_plugin.converter
        assert converter is not None
        converter.add_attribute_function(described)
        parameters: dict[type[BaseConverter], dict[str, Any]] = {
            IdConverter: {"type": "string", "pattern": f"^{IdConverter.regex}$"},
            NameConverter: {"type": "string", "pattern": f"^{NameConverter.regex}$"},
            DocumentIdConverter: {"type": "string", "minLength": 1, "maxLength": 200},
        }
        self.flask_plugin.converter_mapping |= {
            kind: lambda _, schema=schema: dict(schema) for kind, schema in parameters.items()
        }


def make_api(app: Flask) -> Api:
    """The document builder of an application."""
    app.config |= {"API_TITLE": "Assay", "API_VERSION": "v1", "OPENAPI_VERSION": "3.1.0"}
    api = Api(app)  # type: ignore[no-untyped-call]
    api.describe_fields()
    return api
