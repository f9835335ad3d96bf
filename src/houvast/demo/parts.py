# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which scenarios are played, under which number, in which team and from which day on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from houvast.core.events import RegionId, StreamId
from houvast.demo.names import chance_of
from houvast.demo.script import Scenario, Script
from houvast.demo.staff import REGIONS, opaque, units

FIRST_DAYS = 2
"""A scenario begins on a Monday or a Tuesday, so that what offices do falls on working days."""


@dataclass(frozen=True, slots=True)
class Part:
    """A scenario as it is played: under which label and in which stream, where, from which day on."""

    scenario: Scenario
    label: str
    stream: StreamId
    region: RegionId
    team: str
    first_on: date


def parts(told: Script, *, today: date, seed: int, cases: int) -> list[Part]:
    """Return what is played: every scenario once, then those marked `often` in turn until there are enough cases.

    Args:
        told: All scenarios.
        today: The day on which the demonstration is built.
        seed: Chooses numbers, teams and days.
        cases: How many cases at least.
    """
    beside = [scenario for scenario in told.scenarios.values() if "stream" in scenario.heading]
    playing = [(scenario, scenario.label) for scenario in told.scenarios.values() if scenario not in beside]
    repeated = _repeated([scenario for scenario, _ in playing if scenario.heading.get("often") == "yes"])
    while len(playing) < cases:
        playing.append(next(repeated))
    numbers = list(range(1, len(playing) + 1))
    chance_of(seed, "numbers").shuffle(numbers)
    streams = [StreamId(f"case/h-{number:04d}") for number in numbers]
    streams += [StreamId(f"{one.heading['stream']}/{opaque('b', seed, one.label)}") for one in beside]
    playing += [(scenario, scenario.label) for scenario in beside]
    return [
        _part(scenario, label, stream, today, seed) for (scenario, label), stream in zip(playing, streams, strict=True)
    ]


def _repeated(often: list[Scenario]) -> Iterator[tuple[Scenario, str]]:
    again = 2
    while often:
        yield from ((scenario, f"{scenario.label}-{again}") for scenario in often)
        again += 1


def _part(scenario: Scenario, label: str, stream: StreamId, today: date, seed: int) -> Part:
    heading, chance = scenario.heading, chance_of(seed, "part", label)
    region = RegionId(heading.get("region") or chance.choice(REGIONS))
    team = heading.get("team") or chance.choice(teams(region))
    if "days" in heading:
        return Part(scenario, label, stream, region, team, today - timedelta(days=int(heading["days"])))
    least, _, most = heading["weeks"].partition("-")
    weeks = chance.randrange(int(least), int(most or least) + 1)
    first_on = today - timedelta(days=today.weekday() - chance.randrange(FIRST_DAYS), weeks=weeks)
    return Part(scenario, label, stream, region, team, first_on)


def teams(region: RegionId) -> list[str]:
    """Return the basisteams of a region."""
    return [unit.id for unit in units().values() if unit.level == "team" and unit.region == region]
