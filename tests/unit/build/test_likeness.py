from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.build.likeness import SIZE, likeness, pairs, sketch

WORDS = (
    "läsning",
    "bibliotek",
    "övning",
    "samtal",
    "hylla",
    "barn",
    "plan",
    "kaffe",
    "torsdag",
    "fråga",
    "rum",
    "språk",
)


def text(seed: int, count: int = 300) -> list[str]:
    lot = Random(seed)  # noqa: S311 -- a lot that always falls the same
    return [lot.choice(WORDS) + lot.choice("aeiou") + lot.choice("nrst") for _ in range(count)]


def sketched(words: list[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return sketch(" ".join(words))


def test_the_same_words_are_wholly_alike() -> None:
    """Case, numbers, marks and line breaks make no difference."""
    words = text(1)
    assert likeness(sketched(words), sketch("\n1. ".join(words).upper() + " 2024!")) == 1.0


def test_other_words_are_not_alike() -> None:
    """Texts without a common run of words have nothing in common."""
    assert likeness(sketched(text(1)), sketched(text(2))) < 0.05


def test_a_few_changed_words_leave_texts_alike() -> None:
    """Five changes in 300 words touch at most twenty runs of four."""
    words = text(3)
    changed = [f"ny{n}" if n % 60 == 0 else word for n, word in enumerate(words)]
    assert likeness(sketched(words), sketched(changed)) > 0.8


def test_the_estimate_is_near_the_truth() -> None:
    """Half the text in common is a third of both together."""
    first, second = text(4), text(5)
    assert abs(likeness(sketched(first), sketched([*first[:150], *second[:150]])) - 1 / 3) < 0.12


def test_only_pairs_worth_comparing_are_given() -> None:
    """Each once, the smaller number first."""
    words = text(6)
    sketches = [sketched(words), sketched(text(7)), sketched([*words[:290], "slut"]), sketched(text(8))]
    assert list(pairs(sketches)) == [(0, 2)]
    assert list(pairs([])) == []


@given(st.text(), st.text())
def test_likeness_is_a_share_and_symmetric(first: str, second: str) -> None:
    """Whatever the texts are."""
    one, other = sketch(first), sketch(second)
    assert 0 < len(one) <= SIZE
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) == 1.0
