# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rights rest on, folded from the whole case as it is known today."""

from datetime import timedelta

import pytest
from tests.generators import an_event
from tests.sharing_policy import NOW

from houvast.core.access import NATIONAL, Member, Viewer, access_of
from houvast.core.answer import Answer
from houvast.core.events import ActorId, Category, PersonId, RegionId
from houvast.core.events.values import ConsultationKind, Instrument, Level, Party, PersonRole, Role

START = NOW - timedelta(days=30)
VICTIM, SUSPECT = PersonId("p-v"), PersonId("p-s")
LIVES = ("case.opened", {"region": RegionId("veenrand"), "victim": VICTIM, "suspect": SUSPECT})
WITHDRAWN = "event.withdrawn"


def case(*steps, now=NOW):
    """Return the access of a case of steps: kind, data, and the organisation where it is not the police."""
    events = []
    for seq, (kind, data, *org) in enumerate(steps, start=1):
        at = START + timedelta(hours=seq)
        events.append(an_event(kind, seq=seq, at=at, org=org[0] if org else "police.veenrand-1", **data))
    return access_of(events, now=now)


def withdrawn(seq):
    return WITHDRAWN, {"event": f"case/1#{seq}"}


def assigned(role, person, party=Party.POLICE, deputy=None):
    return "role.assigned", {"role": role, "person": person, "organisation": party, "deputy": deputy}


def test_an_empty_case_gives_nothing_and_protects():
    empty = access_of([], now=NOW)
    assert (empty.members, empty.consents, empty.region, empty.high_risk) == (frozenset(), frozenset(), None, False)
    assert empty.address_protected


def test_members_come_with_their_deputies_and_go():
    director = assigned(Role.CASE_DIRECTOR, "a-1", deputy="a-2")
    assert case(LIVES, director).members == {Member(Party.POLICE, Role.CASE_DIRECTOR, ActorId("a-1"), ActorId("a-2"))}
    handed = (
        "role.handed_over",
        {"role": Role.CASE_DIRECTOR, "from_person": "a-1", "to": "a-9", "organisation": Party.POLICE},
    )
    assert {member.person for member in case(LIVES, director, handed).members} == {"a-9"}
    ended = ("role.ended", {"role": Role.CASE_DIRECTOR, "person": None, "organisation": Party.POLICE})
    assert case(LIVES, director, ended).members == frozenset()
    assert case(LIVES, director, withdrawn(2)).members == frozenset()


def test_a_holder_without_a_name_involves_nobody():
    acc = case(LIVES, assigned(Role.CASE_DIRECTOR, None))
    assert acc.members == frozenset()
    assert not acc.involves(Viewer(ActorId("somebody"), "police", Party.POLICE))


def test_the_region_is_where_the_victim_lives_now():
    moved = ("person.moved", {"person": VICTIM, "region": RegionId("duinstreek")})
    role = ("person.added", {"person": VICTIM, "role": PersonRole.VICTIM})
    acc = case(LIVES, role, moved)
    old, new = (
        Viewer(ActorId("a"), "police", Party.POLICE, regions=frozenset({RegionId(r)}))
        for r in ("veenrand", "duinstreek")
    )
    assert (acc.region, acc.in_area_of(old), acc.in_area_of(new)) == ("duinstreek", False, True)
    assert case(("case.opened", {"region": None})).in_area_of(
        Viewer(ActorId("a"), "om", Party.OM, regions=frozenset({NATIONAL}))
    )


def test_consent_of_the_person_concerned_counts_until_it_is_withdrawn():
    people = [
        ("person.added", {"person": VICTIM, "role": PersonRole.VICTIM}),
        ("person.added", {"person": SUSPECT, "role": PersonRole.SUSPECT}),
        ("person.added", {"person": "p-f", "role": PersonRole.FAMILY}),
    ]

    def given(person, *categories):
        return "consent.given", {"person": person, "to": Party.VICTIM_SUPPORT, "categories": categories}

    both = (Category.RISK, Category.SUPERVISION)
    assert case(LIVES, *people, given(VICTIM, *both)).consents == {(Party.VICTIM_SUPPORT, Category.RISK)}
    assert case(LIVES, *people, given(SUSPECT, *both)).consents == {(Party.VICTIM_SUPPORT, Category.SUPERVISION)}
    assert case(LIVES, *people, given("p-f", *both)).consents == frozenset()
    assert case(LIVES, *people, given("p-unknown", *both)).consents == frozenset()
    assert case(LIVES, *people, given(VICTIM)).consents == frozenset()
    back = ("consent.withdrawn", {"person": VICTIM, "to": Party.VICTIM_SUPPORT})
    assert case(LIVES, *people, given(VICTIM, *both), back).consents == frozenset()
    other = ("consent.withdrawn", {"person": VICTIM, "to": Party.PROBATION})
    assert case(LIVES, *people, given(VICTIM, *both), other).consents
    assert case(LIVES, *people, given(VICTIM, *both), withdrawn(5)).consents == frozenset()


def test_a_consultation_counts_while_the_case_is_on_it():
    tabled = ("consultation.case_tabled", {"consultation": ConsultationKind.ZSM})
    released = ("consultation.case_released", {"consultation": ConsultationKind.ZSM})
    other = ("consultation.case_released", {"consultation": ConsultationKind.SAFETY_HOUSE})
    assert [case(LIVES, *steps).on_consultation for steps in ([], [tabled], [tabled, other], [tabled, released])] == [
        False,
        True,
        True,
        False,
    ]


def test_high_risk_is_the_level_that_counts_now():
    def sash(level, until=None):
        return "assessment.completed", {"instrument": Instrument.SASH, "level": level, "valid_until": until}

    assert case(LIVES, sash(Level.HIGH)).high_risk
    assert not case(LIVES, sash(Level.MIDDLE)).high_risk
    assert not case(LIVES, sash(Level.HIGH, NOW - timedelta(days=1))).high_risk
    assert case(LIVES, sash(Level.HIGH, NOW - timedelta(days=1)), now=NOW - timedelta(days=2)).high_risk


def test_a_case_is_sealed_until_that_is_withdrawn():
    assert case(LIVES, ("case.sealed", {})).sealed
    assert case(LIVES, ("case.sealed", {}), ("case.reopened", {})).sealed
    assert not case(LIVES, ("case.sealed", {}), withdrawn(2)).sealed


@pytest.mark.parametrize(
    ("victim", "child", "protected"),
    [
        (Answer.YES, Answer.NO, True),
        (Answer.UNKNOWN, Answer.NO, True),
        (Answer.NO, Answer.NO, False),
        (Answer.NO, Answer.UNKNOWN, False),
        (Answer.NO, Answer.YES, True),
    ],
)
def test_an_address_is_protected_unless_that_is_known_to_be_needless(victim, child, protected):
    added = ("person.added", {"person": VICTIM, "role": PersonRole.VICTIM, "secret_address": victim})
    with_child = ("person.added", {"person": "p-c", "role": PersonRole.CHILD, "secret_address": child})
    assert case(LIVES, added, with_child).address_protected is protected


def test_the_victim_is_involved_while_she_has_access():
    added = ("person.added", {"person": VICTIM, "role": PersonRole.VICTIM})
    given, taken = ("victim.access_given", {}), ("victim.access_taken_back", {})
    she = Viewer(ActorId(VICTIM), "victim", Party.VICTIM, regions=frozenset({NATIONAL}))
    he = Viewer(ActorId(SUSPECT), "victim", Party.VICTIM, regions=frozenset({NATIONAL}))
    assert case(LIVES, added, given).involves(she)
    assert not case(LIVES, added, given).involves(he)
    assert not case(LIVES, added, given).in_area_of(she)
    assert not case(LIVES, added, given, taken).involves(she)
    assert not case(LIVES, added).involves(she)


def test_every_person_in_the_case_is_a_subject_of_the_log():
    acc = case(LIVES, ("person.added", {"person": "p-c", "role": PersonRole.CHILD}))
    assert acc.subjects == {VICTIM, SUSPECT, "p-c"}
