# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scenarios as people write them: dated steps in a text, read into plain data.

A file in `scenarios/` holds scenarios (`=== label`) and blocks (`--- label`) that scenarios use. The `README.md` beside
them explains the few forms that a line can have. Nothing here knows an event; `telling.py` gives the steps their
meaning, and refuses what is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from houvast.core.errors import HouvastError

FOLDER = Path(__file__).parent / "scenarios"

_MOMENT = re.compile(r"(-?\d+) (\d\d:\d\d)(?: \((-?\d+) (\d\d:\d\d)\))? ([a-z_.]+(?::new)?)( register)?")
_LABEL = re.compile(r"[a-z0-9-]+")
_PLACE = re.compile(r"\{([A-Za-z]+)\}")
_LAST_DAY = re.compile(r"\| (\+-?\d+(?:T\d\d:\d\d)?)$")
_STEP_INDENT, _TEXT_INDENT, _MORE_INDENT = 2, 4, 6


class ScriptError(HouvastError):
    """A scenario that cannot be read."""

    code = "unreadable_scenario"


@dataclass(frozen=True, slots=True)
class Step:
    """One event to come: its kind, the subject that it brings in (`name`) or concerns (`about`), and its fields."""

    kind: str
    name: str = ""
    about: str = ""
    tag: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What one person enters at one moment; `received` is when Houvast got it, where that was later."""

    day: int
    clock: str
    who: str
    received: tuple[int, str] | None = None
    register: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A block taken into a scenario from some day on, with its words filled in and some steps left out."""

    block: str
    day: int
    words: Mapping[str, str]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One history: a label, what is said of it in the heading, and its steps and blocks in order."""

    label: str
    heading: Mapping[str, str]
    body: tuple[Moment | Use, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """All scenarios, and the blocks they use."""

    scenarios: Mapping[str, Scenario]
    blocks: Mapping[str, Scenario]

    def moments(self, scenario: Scenario, words: Mapping[str, str]) -> list[Moment]:
        """Return the steps of a scenario with its blocks taken in and every `{word}` filled in, in order of time.

        Args:
            scenario: The scenario.
            words: What its words stand for; the blocks it uses get the same unless it says otherwise.
        """
        found = list(self._unfolded(scenario, {**scenario.words, **words}, 0))
        return sorted(found, key=lambda moment: moment.received or (moment.day, moment.clock))

    def _unfolded(self, scenario: Scenario, words: Mapping[str, str], day: int) -> Iterator[Moment]:
        for part in scenario.body:
            if isinstance(part, Moment):
                yield _filled(part, words, day)
                continue
            block = self.blocks.get(part.block)
            if block is None:
                raise ScriptError(f"The scenario {scenario.label} uses the block {part.block}, which there is not.")
            inner = {**words, **block.words, **{name: _fill(value, words) for name, value in part.words.items()}}
            for moment in self._unfolded(block, inner, day + part.day):
                kept = tuple(step for step in moment.steps if not part.without & {step.name, step.about, step.tag})
                if kept:
                    yield replace(moment, steps=kept)


def _filled(moment: Moment, words: Mapping[str, str], day: int) -> Moment:
    received = moment.received and (moment.received[0] + day, moment.received[1])
    steps = tuple(
        Step(
            step.kind,
            _fill(step.name, words),
            _fill(step.about, words),
            step.tag,
            {name: _moved(_fill(value, words), day) for name, value in step.fields.items()},
            tuple((name, _with_day_moved(_fill(text, words), day)) for name, text in step.texts),
        )
        for step in moment.steps
    )
    return replace(moment, day=moment.day + day, received=received, steps=steps)


def _moved(value: str, day: int) -> str:
    """Return a field in which a day of the block (`+3`, `+3T10:30`, `+-2`) is a day of the scenario."""
    found = re.fullmatch(r"\+(-?\d+)(T\d\d:\d\d)?", value)
    return f"+{int(found[1]) + day}{found[2] or ''}" if found else value


def _with_day_moved(text: str, day: int) -> str:
    """Return a text in which the day at its end (`| +3`, of a step of a plan) is a day of the scenario."""
    return _LAST_DAY.sub(lambda found: f"| {_moved(found[1], day)}", text)


def _fill(text: str, words: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: words.get(found[1], found[0]), text)


@cache
def script() -> Script:
    """Return every scenario and block of the demonstration."""
    return read("\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))))


def read(text: str) -> Script:
    r"""Return the scenarios and blocks of a text.

    Raises:
        ScriptError: A line has none of the forms that lines have.

    >>> found = read("=== one\ntitle: Een\n0 10:15 police.intake\n  note.added\n    facts: Niets bijzonders.")
    >>> found.scenarios["one"].body[0].steps[0].texts
    (('facts', 'Niets bijzonders.'),)
    """
    scenarios: dict[str, Scenario] = {}
    blocks: dict[str, Scenario] = {}
    for mark, label, lines in _pieces(text):
        target = scenarios if mark == "===" else blocks
        name, *words = label.split()
        if not _LABEL.fullmatch(name) or name in target:
            raise ScriptError(f"{label!r} is no label, or there are two of them. Use small letters, digits and dashes.")
        target[name] = _scenario(name, _pairs(words, name), lines)
    return Script(scenarios, blocks)


def _pieces(text: str) -> Iterator[tuple[str, str, list[str]]]:
    piece: tuple[str, str, list[str]] | None = None
    for line in text.splitlines():
        if line[:4] in ("=== ", "--- "):
            if piece:
                yield piece
            piece = line[:3], line[4:], []
        elif piece and line.strip() and not line.startswith("#"):
            piece[2].append(line.rstrip())
    if piece:
        yield piece


def _scenario(label: str, words: Mapping[str, str], lines: Iterable[str]) -> Scenario:
    heading: dict[str, str] = {}
    body: list[Moment | Use] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if indent:
            if not body or not isinstance(body[-1], Moment):
                raise ScriptError(f"In {label} a step stands before its day and person: {line.strip()!r}.")
            body[-1] = _added(body[-1], line.strip(), indent, label)
        elif line.startswith("use "):
            body.append(_use(line, label))
        elif moment := _MOMENT.fullmatch(line):
            received = (int(moment[3]), moment[4]) if moment[3] else None
            body.append(Moment(int(moment[1]), moment[2], moment[5], received, bool(moment[6])))
        else:
            name, colon, value = line.partition(": ")
            if not colon:
                raise ScriptError(f"In {label} this line is no heading, no moment and no step: {line!r}.")
            heading[name] = value
    return Scenario(label, heading, tuple(body), words)


def _use(line: str, label: str) -> Use:
    _, block, *rest = line.split()
    words = dict(_pairs(rest, label))
    day, without = int(words.pop("on", "0")), words.pop("without", "")
    return Use(block, day, words, frozenset(without.split(",")) if without else frozenset())


def _added(moment: Moment, text: str, indent: int, label: str) -> Moment:
    """Return a moment with one more step, one more text of its last step, or a text that goes on."""
    if indent == _STEP_INDENT:
        return replace(moment, steps=(*moment.steps, _step(text, label)))
    *before, last = moment.steps or (Step(""),)
    if indent == _TEXT_INDENT and last.kind:
        name, _, value = text.partition(": ")
        texts = (*last.texts, (name, value))
    elif indent == _MORE_INDENT and last.texts:
        name, value = last.texts[-1]
        texts = (*last.texts[:-1], (name, f"{value} {text}"))
    else:
        raise ScriptError(f"In {label} a line is set in by {indent}: {text!r}. Steps by 2, texts by 4, the rest by 6.")
    return replace(moment, steps=(*before, replace(last, texts=texts)))


def _step(text: str, label: str) -> Step:
    kind, *words = text.split()
    marks = {word[0]: word[1:] for word in words if word[0] in "@>#"}
    fields = _pairs([word for word in words if word[0] not in "@>#"], label)
    return Step(kind, marks.get("@", ""), marks.get(">", ""), marks.get("#", ""), fields)


def _pairs(words: Iterable[str], label: str) -> Mapping[str, str]:
    pairs = [word.partition("=") for word in words]
    if any(not equals for _, equals, _ in pairs):
        raise ScriptError(f"In {label} this must read name=value: {' '.join(words)!r}.")
    return {name: value for name, _, value in pairs}
