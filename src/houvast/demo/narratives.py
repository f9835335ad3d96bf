# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the police write down of a report: sentences for each behaviour, put together by seed, in their style."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from houvast.core.events.wire import Json

FILE = Path(__file__).parent / "narratives.txt"
OPENINGS, CLOSINGS = "opening", "closing"
MOST_BEHAVIOURS = 3


@cache
def sentences() -> Mapping[str, tuple[str, ...]]:
    """Return the sentences by what they tell: a behaviour, `opening` or `closing`."""
    found: dict[str, list[str]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        topic, colon, sentence = line.partition(": ")
        if colon and not line.startswith("#"):
            found.setdefault(topic, []).append(sentence)
    return {topic: tuple(lines) for topic, lines in found.items()}


def sentence(topic: str, report: Mapping[str, Json], words: Mapping[str, str], chance: Random) -> str:
    """Return a sentence on a topic; without a topic the story of a report.

    Args:
        topic: What the sentence tells, such as `call`; empty for a story.
        report: The data of the report as far as they are written; its behaviours choose the sentences.
        words: What the pronouns in the sentences stand for.
        chance: Chooses among the sentences.
    """
    known = sentences()
    if topic:
        return chance.choice(known[topic]).format_map(dict(words))
    behaviours = report.get("behaviours") or ["unwanted_contact"]
    topics = [str(one) for one in behaviours if str(one) in known] if isinstance(behaviours, list) else []
    parts = [chance.choice(known[part]) for part in (OPENINGS, *topics[:MOST_BEHAVIOURS], CLOSINGS)]
    return " ".join(parts).format_map(dict(words))
