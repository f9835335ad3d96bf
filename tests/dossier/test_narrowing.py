# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was destroyed or cannot be read opens nothing: each kind that can narrow access goes on doing so."""

from datetime import timedelta

import pytest
from tests.generators import NOW, an_event

from houvast.core.access import NATIONAL, Viewer, access_of
from houvast.core.answer import Answer
from houvast.core.events import BY_NAME, ActorId, Category, OrganisationId, PersonId, RegionId
from houvast.core.events.values import ConsultationKind, Instrument, Level, Party, PersonRole, Role
from houvast.dossier.story import Destroyed

VICTIM, REGION = PersonId("p-v"), RegionId("veenrand")
WORKER = {"role": Role.CARE_WORKER, "person": ActorId("a-1"), "organisation": Party.VEILIG_THUIS}
HIGH = {"instrument": Instrument.SASH, "level": Level.HIGH, "valid_until": None, "assessor_trained": Answer.YES}
GIVEN = (
    ("case.opened", {"region": REGION, "victim": VICTIM, "suspect": None}),
    ("person.added", {"person": VICTIM, "role": PersonRole.VICTIM, "secret_address": Answer.NO}),
    ("consent.given", {"person": VICTIM, "to": Party.OM, "categories": (Category.REPORT,)}),
    ("victim.access_given", {}),
    ("role.assigned", {**WORKER, "deputy": ActorId("a-2")}),
    ("consultation.case_tabled", {"consultation": ConsultationKind.ZSM}),
    ("assessment.completed", HIGH),
)
HERE = Viewer(ActorId("a-9"), OrganisationId("police.x"), Party.POLICE, regions=frozenset({REGION}))
DEPUTY = Viewer(ActorId("a-2"), OrganisationId("veilig_thuis.x"), Party.VEILIG_THUIS)
HOLDS = {
    "consent": lambda access: bool(access.consents),
    "admitted": lambda access: VICTIM in access.admitted,
    "member": lambda access: any(member.person == "a-1" for member in access.members),
    "deputy": lambda access: bool(access.roles_of(DEPUTY)),
    "consultation": lambda access: access.on_consultation,
    "high": lambda access: access.high_risk,
    "area": lambda access: access.in_area_of(HERE),
    "open address": lambda access: not access.address_protected,
}
TAKES = {
    "consent.given": {"consent"},
    "consent.withdrawn": {"consent"},
    "person.role_changed": {"consent", "admitted", "open address"},
    "person.added": {"open address"},
    "person.moved": {"area"},
    "victim.access_taken_back": {"admitted"},
    "role.ended": {"member", "deputy"},
    "role.handed_over": {"member", "deputy"},
    "role.assigned": {"deputy"},
    "consultation.case_released": {"consultation"},
    "assessment.reviewed": {"high"},
    "assessment.completed": {"high"},
    "case.sealed": {"area"},
    "event.withdrawn": set(HOLDS),
    "event.corrected": set(HOLDS),
    "note.added": set(),
    "report.made": set(),
}


def events(*again):
    told = [*GIVEN, ("note.added", {}), *(one for one in GIVEN if one[0] in again)]
    made = []
    for seq, (name, fields) in enumerate(told, 1):
        if seq != len(GIVEN) + 1:  # there stood what was destroyed
            at = NOW - timedelta(days=30) + timedelta(hours=seq)
            made.append(an_event(name, seq=seq, at=at, org="police.x", **fields))
    return made


def destroyed(name, org="veilig_thuis.x"):
    return Destroyed(len(GIVEN) + 1, BY_NAME[name].wire, NOW, OrganisationId(org), Category.CASE)


def held(*gone, again=()):
    access = access_of(events(*again), now=NOW, gone=gone)
    return {name for name, holds in HOLDS.items() if holds(access)}


def test_everything_holds_while_nothing_is_gone():
    assert held() == set(HOLDS)


@pytest.mark.parametrize("name", TAKES)
def test_what_is_gone_takes_what_it_can_have_taken(name):
    assert held(destroyed(name)) == set(HOLDS) - TAKES[name]


def test_what_an_organisation_ended_takes_no_role_of_another():
    assert held(destroyed("role.ended", org="police.x")) == set(HOLDS)


def test_what_is_given_anew_holds():
    names = [name for name, _ in GIVEN if name not in ("case.opened", "person.added")]
    assert held(destroyed("event.withdrawn"), again=names) == set(HOLDS) - {"area", "open address"}


def test_who_works_everywhere_still_reaches_a_case_that_moved_unseen():
    access = access_of(events(), now=NOW, gone=[destroyed("person.moved")])
    everywhere = Viewer(HERE.actor, HERE.organisation, HERE.party, regions=frozenset({NATIONAL}))
    assert access.in_area_of(everywhere)
    assert access.region == REGION  # whose agreements hold, as far as anybody knows
