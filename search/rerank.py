"""The best hits of the fused rankers → the same, in a better order: by what each says, where and for when.

Each feature is a number that can be read, shown by ``mailuo search --explain``. The weights were fitted on the
labelled questions (softmax over the hits of a question, cross-validated) and rounded; see benchmarks/retrieval.py.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean, pstdev
from typing import Generic, TypeVar

import numpy as np

from search.agreement import passage_agrees_in_place, passage_agrees_in_year
from search.facets import seat_facets
from search.indexed import FoldedPassage
from search.question import Question
from search.wanted import Rarity, Wanted, find_wanted

WEIGHTS = {
    "meaning": 1.2,  # cosine, in standard deviations over the candidates
    "words": 2.4,  # BM25 over words, as a share of the best candidate's
    "pairs": 2.7,  # … over pairs of characters
    "said": 1.7,  # how much of what is asked passage, headings and title say
    "sentence": 1.9,  # … the best of its sentences says
    "year": 1.7,
    "place": 1.2,
}


Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Id]):
    """A passage with the scores that the rankers gave it."""

    id: Id
    passage: FoldedPassage
    meaning: float
    words: float
    pairs: float


@dataclass(frozen=True, slots=True)
class Reranked(Generic[Id]):
    """A passage, its score and what made it up."""

    id: Id
    score: float
    features: dict[str, float]


def rerank(question: Question, ranked: Sequence[Ranked[Id]], rarity: Rarity) -> list[Reranked[Id]]:
    """Best first; equal scores keep the order they came in. Years and places asked for side by side are all seated."""
    if not ranked:
        return []
    said, sentence = _shares_said(question, [one.passage for one in ranked], rarity)
    mean = fmean(one.meaning for one in ranked)
    spread = pstdev(one.meaning for one in ranked) or 1.0
    most_words = max(one.words for one in ranked) or 1.0
    most_pairs = max(one.pairs for one in ranked) or 1.0
    reranked = []
    for number, one in enumerate(ranked):
        passage = one.passage
        text = "\n".join((passage.context, *passage.sentences))
        features = {
            "meaning": (one.meaning - mean) / spread,
            "words": one.words / most_words,
            "pairs": one.pairs / most_pairs,
            "said": said[number],
            "sentence": sentence[number],
            "year": passage_agrees_in_year(question, passage, text),
            "place": passage_agrees_in_place(question.places, passage.region, text),
        }
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        reranked.append(Reranked(one.id, score, features))
    reranked.sort(key=lambda one: -one.score)
    passages = {one.id: one.passage for one in ranked}
    by_id = {one.id: one for one in reranked}
    return [by_id[id_] for id_ in seat_facets(question, list(by_id), passages)]


def _shares_said(
    question: Question, passages: Sequence[FoldedPassage], rarity: Rarity
) -> tuple[list[float], list[float]]:
    """For each passage: how much of what is wanted it says with its headings, and its best sentence alone."""
    wanted = Wanted(find_wanted(question), rarity)
    presence = wanted.presence([text for passage in passages for text in (passage.context, *passage.sentences)])
    starts = [0, *accumulate(1 + len(passage.sentences) for passage in passages)]
    said = wanted.share_said(np.maximum.reduceat(presence, starts[:-1], axis=0))
    by_sentence = wanted.share_said(presence)
    best = [max(by_sentence[start + 1 : end], default=0.0) for start, end in pairwise(starts)]
    return [float(share) for share in said], [float(share) for share in best]
