"""The OpenAPI document taken apart for a page: plain values, references resolved."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.reference.document import operations_of

_SHOWN_DEPTH: Final = 6


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object, or one parameter."""

    name: str
    kind: str
    required: bool
    description: str
    place: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation."""

    status: str
    description: str
    schema: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations about one noun."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of the wire."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole reference."""

    title: str
    version: str
    paragraphs: tuple[str, ...]
    groups: tuple[Group, ...]
    shapes: tuple[Shape, ...]


def read_document(spec: Mapping[str, Any], *, base: str) -> Page:
    """The page for a document; `base` is where the commands on it go."""
    reader = _Reader(spec, base)
    info = spec["info"]
    return Page(
        title=info["title"],
        version=info["version"],
        paragraphs=_paragraphs(info["description"]),
        groups=tuple(reader.groups()),
        shapes=tuple(reader.shapes()),
    )


class _Reader:
    """One reading of one document."""

    def __init__(self, spec: Mapping[str, Any], base: str) -> None:
        self._spec = spec
        self._base = base

    def groups(self) -> Iterator[Group]:
        """Operations by tag, in the order of the tags."""
        for tag in self._spec["tags"]:
            found = tuple(
                self._operation(path, method, operation)
                for path, method, operation in operations_of(self._spec)
                if tag["name"] in operation["tags"]
            )
            yield Group(tag["name"], tag.get("description", ""), found)

    def shapes(self) -> Iterator[Shape]:
        """The named objects, by name."""
        for name, schema in sorted(self._spec["components"]["schemas"].items()):
            yield Shape(name, schema.get("description", ""), tuple(self._fields(schema)))

    def _operation(self, path: str, method: str, operation: Mapping[str, Any]) -> Operation:
        shared = self._spec["paths"][path].get("parameters", [])
        own = [*operation.get("parameters", []), *operation.get("x-parameters", [])]
        parameters = [self._resolved(each) for each in (*shared, *own)]
        return Operation(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            paragraphs=_paragraphs(operation.get("description", "")),
            parameters=tuple(self._parameter(each) for each in parameters),
            body=tuple(self._fields(self._body_schema(operation))),
            answers=tuple(self._answers(operation)),
            commands=tuple(self._commands(path, method, operation)),
        )

    def _parameter(self, parameter: Mapping[str, Any]) -> Field:
        schema = self._resolved(parameter["schema"])
        return Field(
            name=parameter["name"],
            kind=self._kind(schema),
            required=bool(parameter.get("required")),
            description=self._meaning(parameter, schema),
            place=parameter["in"],
        )

    def _body_schema(self, operation: Mapping[str, Any]) -> Mapping[str, Any]:
        content = operation.get("requestBody", {}).get("content", {})
        return self._resolved(content.get("application/json", {}).get("schema", {}))

    def _fields(self, schema: Mapping[str, Any], depth: int = 0) -> Iterator[Field]:
        required = schema.get("required", ())
        for name, given in schema.get("properties", {}).items():
            inner = self._resolved(self._alternative(given))
            yield Field(
                name=name,
                kind=self._kind(given),
                required=name in required,
                description=self._meaning(given, inner),
                depth=depth,
            )

    def _answers(self, operation: Mapping[str, Any]) -> Iterator[Answer]:
        for status, given in sorted(operation["responses"].items()):
            answer = self._resolved(given)
            content: Mapping[str, Any] = next(iter(answer.get("content", {}).values()), {})
            kind = self._kind(content["schema"]) if "schema" in content else ""
            yield Answer(status, answer.get("description", ""), kind)

    def _kind(self, schema: Mapping[str, Any]) -> str:
        """The type of a value in words."""
        if "$ref" in schema:
            return str(schema["$ref"].rpartition("/")[2])
        for union in ("anyOf", "oneOf"):
            named = [self._kind(each) for each in schema.get(union, ()) if "format" not in each]
            if named:
                return " or ".join(named)
        types = schema.get("type", "any")
        words = [types] if isinstance(types, str) else list(types)
        if "array" in words:
            words[words.index("array")] = f"list of {self._kind(schema.get('items', {}))}"
        form = schema.get("format")
        return " or ".join(words) + (f" ({form})" if form else "")

    @staticmethod
    def _meaning(given: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
        parts = [given.get("description") or schema.get("description") or ""]
        if "enum" in schema:
            parts.append(f"One of {', '.join(str(each) for each in schema['enum'] if each)}.")
        bounds = (
            ("minimum", "At least {}."),
            ("maximum", "At most {}."),
            ("maxLength", "At most {:,} characters."),
        )
        parts += [text.format(schema[name]) for name, text in bounds if name in schema]
        if "default" in schema and schema["default"] is not None:
            parts.append(f"Default {json.dumps(schema['default'])}.")
        return " ".join(part for part in parts if part)

    def _commands(self, path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
        words = ["curl"]
        if method != "get":
            words += ["-X", method.upper()]
        if operation["security"]:
            words += ["-H", "Authorization: Bearer $ASSAY_KEY"]
        address = self._base + path
        body = operation.get("requestBody")
        if not body:
            yield _command(*words, address)
            return
        content = ["-H", "Content-Type: application/json", "-d", self._example_body(body)]
        yield _command(*words, *content, address)
        for kind, other in operation.get("x-also-accepts", {}).items():
            data = ["-H", f"Content-Type: {kind}", "--data-binary", other["example"]]
            yield _command(*words, *data, address)

    def _example_body(self, body: Mapping[str, Any]) -> str:
        content = body["content"]["application/json"]
        for example in content.get("examples", {}).values():
            return json.dumps(example["value"], ensure_ascii=False)
        return json.dumps(self._example(content["schema"]), ensure_ascii=False)

    def _example(self, given: Mapping[str, Any], depth: int = 0) -> Any:  # noqa: ANN401
        schema = self._resolved(given)
        if "example" in schema:
            return schema["example"]
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema and depth < _SHOWN_DEPTH:
            wanted = schema.get("required") or list(schema["properties"])[:1]
            return {name: self._example(schema["properties"][name], depth + 1) for name in wanted}
        return {"integer": 1, "number": 0.5, "boolean": True}.get(self._kind(schema), "…")

    @staticmethod
    def _alternative(schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The object among alternatives such as "this or null"; else the schema itself."""
        found: Sequence[Mapping[str, Any]] = schema.get("anyOf", ())
        return next((each for each in found if "$ref" in each), schema)

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            found: Mapping[str, Any] = self._spec
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _command(*words: str) -> str:
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """A word for a shell; a variable stays one."""
    return f'"{word}"' if "$" in word else shlex.quote(word)
