"""Whether a judge's answers hang together when a pair is changed in a way that says what follows.

In the manner of the invariance and directional tests of Ribeiro et al., "Beyond Accuracy:
Behavioral Testing of NLP Models with CheckList", ACL 2020. What is known of the label plays no
part but in choosing the pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

from evaluation.stance import judged, likeliest
from evaluation.stance_sets import SEED
from judges.training.edits import negation, rewritten
from judges.training.examples import Example, Target
from language.sentences import split_sentences
from sources.demonstration import demonstration_documents
from verification.ports import Judge
from verification.types import StancePair

MOST: Final = 400
_BESIDE: Final = (
    "The museum opens at nine and closes at five.",
    "Tickets for the concert can be bought at the box office.",
    "Rain is expected on the coast in the afternoon.",
    "The recipe asks for two eggs and a spoon of sugar.",
)
_SHORTEST, _LONGEST = 40, 300


def consistency(
    judge: Judge,
    examples: Sequence[Example],
    elsewhere: Sequence[str],
    progress: Callable[[int], object] = int,
) -> dict[str, Any]:
    """How often answers follow a change of the pair as they must; at most 400 pairs of each kind.

    `negation`: a negated claim turns supports and refutes round. `exchange`: a sentence and a
    rewording that says the same (`judges.training.edits.rewritten`), without any header, get one
    stance whichever of them is the claim; `supported` is how often that is supports, as it
    should be. `irrelevant_sentence`: a sentence from elsewhere behind the evidence leaves the
    stance alone.

    `elsewhere` are texts that have nothing to do with the examples: what is reworded, and where
    the sentences are from. Without any, the demonstration corpus is reworded, and a few
    sentences of our own are appended.
    """
    chance = Random(SEED)  # noqa: S311 - not a secret
    drawn = chance.sample(list(examples), min(MOST, len(examples)))
    told = [each.pair for each in drawn if each.target in {Target.SUPPORTS, Target.REFUTES}]
    turned = [(pair, changed) for pair in told if (changed := _negated(pair, chance))]
    sentences = _sentences(elsewhere, chance) or list(_BESIDE)
    longer = [(each.pair, _with(each.pair, chance.choice(sentences))) for each in drawn]
    return {
        "negation": _turned(judge, turned, progress),
        "exchange": _exchanged(judge, _reworded(elsewhere, chance), progress),
        "irrelevant_sentence": _kept(judge, longer, progress),
    }


def _negated(pair: StancePair, chance: Random) -> StancePair | None:
    changed = negation(pair.claim, chance)
    return replace(pair, claim=changed) if changed else None


def _with(pair: StancePair, sentence: str) -> StancePair:
    return replace(pair, evidence=f"{pair.evidence} {sentence}")


def _sentences(texts: Sequence[str], chance: Random) -> list[str]:
    chosen = chance.sample(list(texts), min(50, len(texts)))
    found = [sentence.text for text in chosen for sentence in split_sentences(text)]
    return [each for each in found if _SHORTEST <= len(each) <= _LONGEST]


def _reworded(texts: Sequence[str], chance: Random) -> list[tuple[StancePair, StancePair]]:
    """Sentences against their rewordings, and the same with the two exchanged."""
    order = list(texts) or [each.text for each in demonstration_documents()]
    chance.shuffle(order)
    found: list[tuple[StancePair, StancePair]] = []
    for text in order:
        for sentence in split_sentences(text):
            said = rewritten(sentence.text, chance)
            if said != sentence.text and _SHORTEST <= len(said) <= _LONGEST:
                pair = StancePair(claim=said, evidence=sentence.text)
                found.append((pair, replace(pair, claim=pair.evidence, evidence=pair.claim)))
        if len(found) >= MOST:
            break
    return found[:MOST]


def _exchanged(
    judge: Judge,
    pairs: Sequence[tuple[StancePair, StancePair]],
    progress: Callable[[int], object],
) -> dict[str, Any]:
    both = list(zip(*_both(judge, pairs, progress), strict=True))
    supported = sum({one, other} == {Target.SUPPORTS} for one, other in both)
    return {
        **_rate(sum(one == other for one, other in both), both),
        "supported": supported / len(both) if both else None,
    }


def _turned(
    judge: Judge,
    pairs: Sequence[tuple[StancePair, StancePair]],
    progress: Callable[[int], object],
) -> dict[str, Any]:
    """Of the pairs that the judge finds told either way: how many a negation turns round."""
    before, after = _both(judge, pairs, progress)
    told = [(one, other) for one, other in zip(before, after, strict=True) if one != Target.NEUTRAL]
    return _rate(
        sum({one, other} == {Target.SUPPORTS, Target.REFUTES} for one, other in told), told
    )


def _kept(
    judge: Judge,
    pairs: Sequence[tuple[StancePair, StancePair]],
    progress: Callable[[int], object],
) -> dict[str, Any]:
    both = list(zip(*_both(judge, pairs, progress), strict=True))
    return _rate(sum(one == other for one, other in both), both)


def _both(
    judge: Judge,
    pairs: Sequence[tuple[StancePair, StancePair]],
    progress: Callable[[int], object],
) -> tuple[list[int], list[int]]:
    """The stances before and after the change."""
    before, after = (
        [int(place) for place in likeliest(judged(judge, side, progress))]
        for side in ([one for one, _ in pairs], [other for _, other in pairs])
    )
    return before, after


def _rate(hits: int, of: Sequence[object]) -> dict[str, Any]:
    return {"n": len(of), "rate": hits / len(of) if of else None}
