# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of any case, under the rules that are shipped: a view never rests on what its viewer may not see."""

from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case_histories import START, histories
from tests.generators import an_event
from tests.sharing_policy import played

from houvast.core.access import Viewer
from houvast.core.duties import Duty
from houvast.core.events import ActorId, Category, OrganisationId, RegionId
from houvast.core.events.case import CaseOpened
from houvast.core.events.role import RoleAssigned
from houvast.core.events.values import Party, Role
from houvast.core.rules import Extent
from houvast.core.window import Pointer, content_category, party_of
from houvast.dossier import reading
from houvast.dossier.story import StoryRead
from houvast.dossier.view import View, shown
from houvast.rules import cards

REGION = RegionId("duinstreek")
PARTIES = [Party.POLICE, Party.OM, Party.VEILIG_THUIS, Party.PROBATION, Party.VICTIM_SUPPORT]
PERSON = ActorId("a-1")

viewers = st.builds(
    lambda party, roles, here: Viewer(
        PERSON, OrganisationId(f"{party}.x"), party, frozenset(roles), frozenset({REGION} if here else ())
    ),
    st.sampled_from(PARTIES),
    st.sets(st.sampled_from(list(Role)), max_size=2),
    st.booleans(),
)


def a_story(steps, assigned):
    """Return a case in the region: opened, somebody assigned, and then whatever happened."""
    first = [an_event("case.opened", seq=1, at=START, org="police.x", region=REGION)]
    if assigned:
        party, role = assigned
        made = an_event(
            "role.assigned", seq=2, at=START, org=f"{party}.x", role=role, person=PERSON, organisation=party
        )
        first.append(made)
    later = [
        replace(event, seq=event.seq + 2, id=f"later-{event.seq}", about=None)
        for event in played(steps)
        if not isinstance(event.data, CaseOpened | RoleAssigned)
        and event.kind.partition(".")[0] not in ("event", "case")
    ]
    return (*first, *later)


def view_of(viewer, events, known_at=None, purpose="protection"):
    now = events[-1].recorded + timedelta(days=400)
    with mock.patch.object(reading.store, "read_all", return_value=StoryRead(events)):
        judged = reading._judge(viewer, "case/1", purpose, now)
    if judged.error:
        raise judged.error
    view = View(case="case/1", viewer=viewer, known_at=known_at or now, trace_id="")
    return judged, view if judged.refused else shown(view, judged, judged.card)


stories = st.builds(
    a_story,
    histories(),
    st.none() | st.tuples(st.sampled_from(PARTIES), st.sampled_from([Role.CASE_DIRECTOR, Role.CARE_WORKER])),
)


@given(viewers, stories)
def test_nothing_is_shown_that_no_decision_gives(viewer, events):
    judged, view = view_of(viewer, events)
    originals = {event.id: event for event in events}
    for event in view.events:
        original = originals[event.id]
        decision = judged.decide(content_category(original.data), party_of(original.org))
        assert decision.extent in (Extent.FULL, Extent.PARTLY)
        assert decision.rule in {rule.id for rule in judged.card.sharing}
        if view.place_hidden and judged.decide(Category.LOCATION, party_of(original.org)).extent is not Extent.FULL:
            assert event.org == party_of(original.org)


@given(viewers, stories)
def test_whole_results_rest_on_what_is_seen(viewer, events):
    _, view = view_of(viewer, events)
    seen = {event.id: event for event in view.events}
    for duty in view.duties:
        if isinstance(duty, Duty):
            assert set(duty.because) <= seen.keys()
            assert duty.trigger == seen[duty.trigger.id]
    for signal in view.signals:
        assert isinstance(signal, Pointer) or set(signal.because) <= seen.keys()


@given(viewers, stories)
def test_pointers_go_to_bearers_only(viewer, events):
    judged, view = view_of(viewer, events)
    mine = {*viewer.roles, *judged.access.roles_of(viewer)}
    bearers = {rule.id: (rule.bearer_party, rule.bearer_role) for rule in judged.card.duties}
    for pointer in view.duties:
        if isinstance(pointer, Pointer):
            party, role = bearers[pointer.rule]
            assert (party, role in mine) == (viewer.party, True)


@given(viewers, stories, st.integers(0, 30))
def test_looking_back_never_shows_an_event_that_today_does_not(viewer, events, place):
    past = events[min(place, len(events) - 1)].recorded
    _, today = view_of(viewer, events)
    _, then = view_of(viewer, events, known_at=past)
    now_seen = {event.id: event for event in today.events}
    assert all(now_seen[event.id] == event for event in then.events)
    assert all(event.recorded < past for event in then.events)


@given(viewers, stories)
def test_a_seal_shows_no_more_than_before_and_nothing_to_outsiders(viewer, events):
    last = events[-1]
    seal = an_event("case.sealed", seq=last.seq + 1, at=last.recorded, org="police.x")
    _, before = view_of(viewer, events)
    judged, after = view_of(viewer, (*events, seal))
    assert {event.id for event in after.events} <= {event.id for event in before.events} | {seal.id}
    if not judged.access.involves(viewer):
        assert after.refused
        assert after.duties == after.signals == after.existing == ()


@pytest.mark.parametrize("region", [None, *cards().regions()])
def test_the_shipped_rules_give_a_side_no_place_and_no_plan(region):
    for rule in cards().card(region).sharing:
        if {Party.VICTIM, Party.LAWYER} & set(rule.parties):
            assert not {Category.LOCATION, Category.PLANNED} & (set(rule.categories) - set(rule.except_)), rule.id
