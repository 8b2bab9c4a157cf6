"""Stance models: whoever can tell what a text says about a claim, opened by URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from judges.address import Address
from judges.lexical import LexicalJudge
from judges.options import JudgeOptions
from verification.errors import SettingsInvalid
from verification.ports import Judge

__all__ = ["JudgeOptions", "open_judge"]

_Opener: TypeAlias = Callable[[Address, JudgeOptions], Judge]


def open_judge(url: str, options: JudgeOptions | None = None) -> Judge:
    """The judge that a URL such as `lexical:` names; docs/judges.md has them all.

    Raises SettingsInvalid for any other, JudgeUnavailable for one that cannot be had now.
    """
    address = Address.read(url)
    opener = _OPENERS.get(address.scheme)
    if opener is None:
        known = ", ".join(f"`{name}:`" for name in _OPENERS)
        raise SettingsInvalid(f"No judge is called `{address.scheme}:`; there is {known}.")
    return opener(address, options or JudgeOptions())


# What a judge needs is imported when it is opened: most are heavy, and one is used.


def _lexical(address: Address, _options: JudgeOptions) -> Judge:
    address.allow()
    if address.place.strip("/"):
        raise SettingsInvalid("The judge `lexical:` takes nothing after the colon.")
    return LexicalJudge()


def _onnx(address: Address, _options: JudgeOptions) -> Judge:
    if not address.place.strip("/"):
        return _shipped(address)
    folder = address.folder()
    if (folder / "model.json").is_file():
        return _trained(address, folder)
    if not (folder / "config.json").is_file():
        raise SettingsInvalid(
            f"There is no model in {folder}: neither a model.json, as `make train-judge` writes "
            "it, nor a config.json, as Hugging Face exports have."
        )
    from judges.onnx_model import open_onnx  # noqa: PLC0415

    return open_onnx(address)


def _shipped(address: Address) -> Judge:
    from judges.cross_encoder import CrossEncoderJudge  # noqa: PLC0415

    address.allow("threads")
    return CrossEncoderJudge(threads=address.whole("threads", 0))


def _trained(address: Address, folder: Path) -> Judge:
    """Another model of our own; of those only the shipped one needs no check of its labels."""
    from judges.cross_encoder import MODEL_FOLDER, CrossEncoderJudge  # noqa: PLC0415
    from judges.label_check import check_labels  # noqa: PLC0415

    address.allow("threads")
    judge = CrossEncoderJudge(folder, address.whole("threads", 0))
    if folder.resolve() != MODEL_FOLDER.resolve():
        check_labels(judge)
    return judge


def _tei(address: Address, options: JudgeOptions) -> Judge:
    from judges.tei import open_tei  # noqa: PLC0415

    return open_tei(address, options)


def _chat(address: Address, options: JudgeOptions) -> Judge:
    from judges.chat import open_chat  # noqa: PLC0415

    return open_chat(address, options)


def _torch(address: Address, options: JudgeOptions) -> Judge:
    from judges.torch_model import open_torch  # noqa: PLC0415

    return open_torch(address, options)


def _cascade(address: Address, options: JudgeOptions) -> Judge:
    from judges.cascade import open_cascade  # noqa: PLC0415

    return open_cascade(address, options, open_judge)


_OPENERS: Mapping[str, _Opener] = {
    "lexical": _lexical,
    "onnx": _onnx,
    "torch": _torch,
    "tei+http": _tei,
    "tei+https": _tei,
    "chat+http": _chat,
    "chat+https": _chat,
    "cascade": _cascade,
}
