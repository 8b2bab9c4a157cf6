"""Writes small ONNX models without the `onnx` package, which only training needs.

An ONNX file is one Protocol Buffers message; the numbers of its fields are those of onnx.proto3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy

FLOAT, INT32, INT64 = 1, 6, 7
_IR_VERSION, _OPSET = 8, 17
_KINDS = {"float32": FLOAT, "int64": INT64}
_ATTRIBUTE_INT, _ATTRIBUTE_INTS = 2, 7

Constant = numpy.ndarray
Attribute = int | Sequence[int]


@dataclass
class Graph:
    """A graph under construction: `op` adds a node and names what it gives."""

    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)

    def constant(self, values: Constant) -> str:
        """The name of an array."""
        name = f"constant{len(self.constants)}"
        dims = b"".join(_number(1, size) for size in values.shape)
        kind = _number(2, _KINDS[values.dtype.name])
        self.constants.append(dims + kind + _text(8, name) + _bytes(9, values.tobytes()))
        return name

    def op(
        self, kind: str, *inputs: str | Constant, called: str = "", **attributes: Attribute
    ) -> str:
        """The name of what an operator makes of its inputs."""
        names = [each if isinstance(each, str) else self.constant(each) for each in inputs]
        given = called or f"{kind}{len(self.nodes)}"
        node = b"".join(_text(1, name) for name in names) + _text(2, given) + _text(4, kind)
        node += b"".join(_bytes(5, _attribute(*each)) for each in attributes.items())
        self.nodes.append(node)
        return given

    def model(self, inputs: Mapping[str, int], outputs: Mapping[str, int]) -> bytes:
        """The file: inputs and outputs are matrices of any size, of the kinds given."""
        graph = b"".join(_bytes(1, node) for node in self.nodes) + _text(2, "small")
        graph += b"".join(_bytes(5, each) for each in self.constants)
        graph += b"".join(_bytes(11, _matrix(*each)) for each in inputs.items())
        graph += b"".join(_bytes(12, _matrix(*each)) for each in outputs.items())
        opset = _text(1, "") + _number(2, _OPSET)
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    return _text(1, name) + b"".join(_number(8, v) for v in value) + _number(20, _ATTRIBUTE_INTS)


def _matrix(name: str, kind: int) -> bytes:
    shape = _bytes(1, _text(2, f"{name}_rows")) + _bytes(1, _text(2, f"{name}_columns"))
    tensor = _number(1, kind) + _bytes(2, shape)
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value % 128 + 128)
        value //= 128
    return bytes([*parts, value])


def _number(place: int, value: int) -> bytes:
    return _varint(place * 8) + _varint(value)


def _bytes(place: int, value: bytes) -> bytes:
    return _varint(place * 8 + 2) + _varint(len(value)) + value


def _text(place: int, value: str) -> bytes:
    return _bytes(place, value.encode())
