# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see what: default nothing, fewer rights never show more, and a broken policy opens nothing."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing_policy import ME, NEEDS, NOW, OTHER, POLICY, REGION, a_rule, a_viewer, access, policies

from houvast.core.access import NATIONAL, ON_A_SIDE, Access, Member, Viewer
from houvast.core.events import ActorId, Category, RegionId
from houvast.core.events.values import Party, Role
from houvast.core.rules import Extent
from houvast.core.sharing import HEIGHT, NEVER_TO_A_SIDE, NOTHING, Purpose, may_see

C, P, R = Category, Party, Role


def see(viewer, category, acc, *, purpose="protection", policy=POLICY, of=Party.POLICE, now=NOW):
    return may_see(viewer, category, acc, purpose, policy, now=now, of=of)


def extent(*args, **more):
    return see(*args, **more).extent


def test_the_most_that_a_rule_gives_is_seen_with_its_ground():
    decision = see(a_viewer(P.POLICE, R.SPECIALIST), C.CASE, access())
    assert (decision.extent, decision.rule, decision.rule_version) == (Extent.FULL, "police-area", 1)
    assert decision.ground == "ground of police-area"
    below = see(a_viewer(P.POLICE, R.READER), C.CASE, access())
    assert (below.extent, below.ask) == (Extent.EXISTS, "police.case_director")


@pytest.mark.parametrize("category", Category)
def test_without_a_rule_nothing_is_seen(category):
    member = (P.POLICE, R.CASE_DIRECTOR)
    assert see(a_viewer(P.POLICE, R.CASE_DIRECTOR), category, access(member=member), policy=()) == NOTHING
    assert see(a_viewer(P.CJIB, R.EXECUTION_OFFICER), category, access(member=(P.CJIB, R.EXECUTION_OFFICER))) == NOTHING


@pytest.mark.parametrize("purpose", ["", "curiosity", "Protection", "protection "])
def test_an_unknown_purpose_shows_nothing(purpose):
    member = (P.POLICE, R.CASE_DIRECTOR)
    assert see(a_viewer(P.POLICE), C.CASE, access(member=member), purpose=purpose) == NOTHING


def test_a_purpose_that_a_rule_names_counts_for_that_rule_only():
    prosecutor = a_viewer(P.OM, R.PROSECUTOR), C.CASE, access(member=(P.OM, R.PROSECUTOR))
    assert extent(*prosecutor, purpose="prosecution") is Extent.FULL
    assert extent(*prosecutor, purpose="care") is Extent.NOTHING
    local = [*POLICY, a_rule("local", [P.OM], [C.RISK], purposes=("pilot",))]
    assert extent(a_viewer(P.OM), C.RISK, access(), purpose="pilot", policy=local) is Extent.FULL
    assert (
        extent(a_viewer(P.POLICE), C.RISK, access(member=(P.POLICE, R.READER)), purpose="pilot", policy=local)
        is Extent.NOTHING
    )


def test_a_rule_counts_while_it_is_in_force_today():
    om = a_viewer(P.CJIB, R.READER), C.CASE, access()
    assert extent(*om) is Extent.NOTHING
    assert extent(*om, now=NOW - timedelta(days=1)) is Extent.FULL
    assert extent(*om, now=NOW.replace(year=2027)) is Extent.FULL


def test_whose_events_they_are_counts():
    carer = a_viewer(P.VEILIG_THUIS), C.RISK, access(member=(P.VEILIG_THUIS, R.CARE_WORKER))
    assert extent(*carer, of=P.VEILIG_THUIS) is Extent.FULL
    assert extent(*carer, of=P.POLICE) is Extent.NOTHING


def test_a_rule_for_roles_that_needs_involvement_asks_for_the_role_in_the_case():
    prosecutor = a_viewer(P.OM, R.PROSECUTOR)
    assert extent(prosecutor, C.RISK, access(member=(P.OM, R.VICTIM_COORDINATOR))) is Extent.NOTHING
    assert extent(prosecutor, C.RISK, access(member=(P.OM, R.PROSECUTOR))) is Extent.FULL


def test_consent_opens_only_what_was_consented_to():
    acc = access(consents=[(P.VICTIM_SUPPORT, C.CONTACT)])
    assert extent(a_viewer(P.VICTIM_SUPPORT), C.CONTACT, acc) is Extent.PARTLY
    assert extent(a_viewer(P.VICTIM_SUPPORT), C.RISK, acc) is Extent.NOTHING
    assert extent(a_viewer(P.PROBATION), C.CONTACT, acc) is Extent.NOTHING
    assert extent(a_viewer(P.VICTIM_SUPPORT, region=RegionId("elsewhere")), C.CONTACT, acc) is Extent.NOTHING


def test_whoever_has_nothing_to_do_with_the_case_sees_nothing_whatever_a_rule_says():
    open_to_all = [a_rule("open", list(P), list(C))]
    stranger = a_viewer(P.POLICE, *R, region=RegionId("elsewhere"))
    everything = access(consents=product(P, C), on_consultation=True, high_risk=True)
    assert {extent(stranger, category, everything, policy=open_to_all) for category in C} == {Extent.NOTHING}
    assert (
        extent(replace(stranger, regions=frozenset({NATIONAL})), C.RISK, everything, policy=open_to_all) is Extent.FULL
    )


@pytest.mark.parametrize("party", Party)
def test_a_sealed_case_shows_nothing_unless_involved(party):
    open_to_all = [a_rule("open", list(P), list(C))]
    sealed = access(sealed=True, on_consultation=True, high_risk=True, consents=product(P, C))
    for viewer, category in product([a_viewer(party, *R), a_viewer(party, *R, region=NATIONAL)], C):
        assert see(viewer, category, sealed, policy=open_to_all) == NOTHING
    involved = replace(sealed, members=frozenset({Member(P.POLICE, R.CHIEF, ME)}))
    assert extent(a_viewer(P.POLICE), C.CASE, involved, policy=open_to_all) is Extent.FULL


@pytest.mark.parametrize("party", sorted(ON_A_SIDE))
def test_no_rule_opens_places_or_plans_to_a_side(party):
    open_to_all = [a_rule("open", list(P), list(C))]
    viewer, acc = a_viewer(party, R.LAWYER), access(member=(party, R.LAWYER), admitted=frozenset({ME}))
    seen = {category for category in C if extent(viewer, category, acc, policy=open_to_all) is not Extent.NOTHING}
    assert seen == set(C) - NEVER_TO_A_SIDE


def test_who_stands_in_sees_what_the_absent_one_sees():
    acc = replace(
        access(),
        members=frozenset(
            {Member(P.OM, R.PROSECUTOR, OTHER), Member(P.OM, R.CHIEF, ActorId("a-3"), deputy=ActorId("a-4"))}
        ),
    )
    assert extent(a_viewer(P.OM), C.RISK, acc) is Extent.NOTHING
    assert extent(a_viewer(P.OM, acts_for=[OTHER]), C.RISK, acc) is Extent.FULL
    assert extent(a_viewer(P.POLICE, acts_for=[OTHER]), C.NOTE, acc) is Extent.NOTHING
    assert acc.roles_of(a_viewer(P.OM, actor=ActorId("a-4"))) == {R.CHIEF}


# --- the whole matrix ---------------------------------------------------------------------------------------------

SWITCHES = ("involved", "area", "consent", "consultation", "high_risk", "sealed")
ROLES = (None, *R)


def situation(party, role, switches):
    """Return a viewer and an access in which exactly these switches are on."""
    involved, area, consent, consultation, high, sealed = switches
    viewer = a_viewer(party, *([role] if role else []), region=REGION if area else None)
    in_case = role or R.OPERATOR
    return viewer, access(
        member=(party, in_case) if involved and party is not P.VICTIM else None,
        admitted=frozenset({ME} if involved else ()),
        consents=[(party, category) for category in C] if consent else (),
        on_consultation=consultation,
        high_risk=high,
        sealed=sealed,
    )


@pytest.fixture(scope="module")
def matrix():
    """The height of what is seen, for every party, role, category and access."""
    return {
        (party, role, category, switches): HEIGHT[extent(viewer, category, acc)]
        for party, role, switches in product(P, ROLES, product((False, True), repeat=len(SWITCHES)))
        for viewer, acc in [situation(party, role, switches)]
        for category in C
    }


def test_fewer_rights_never_show_more(matrix):
    checked = 0
    for (party, role, category, switches), height in matrix.items():
        for index, name in enumerate(SWITCHES):
            fewer = (*switches[:index], name == "sealed", *switches[index + 1 :])
            if fewer != switches:
                checked += 1
                assert matrix[party, role, category, fewer] <= height, (party, role, category, switches, name)
        assert matrix[party, None, category, switches] <= height
    assert checked > 1_000_000
    assert set(matrix.values()) == set(HEIGHT.values())  # the policy reaches every extent


def test_the_matrix_is_what_the_rules_say_read_another_way(matrix):
    """A twin that goes from the rules to the cells: each rule is written out into the cells that it opens."""
    twin = dict.fromkeys(matrix, 0)
    in_force = [rule for rule in POLICY if rule.valid_from <= date(2026, 3, 2) and rule.valid_until != date(2026, 3, 2)]
    for rule in in_force:
        if (rule.of and P.POLICE not in rule.of) or (rule.purposes and "protection" not in rule.purposes):
            continue
        for party, category, role in product(rule.parties, set(rule.categories) - set(rule.except_), ROLES):
            if rule.roles and role not in rule.roles:
                continue
            if party in (P.VICTIM, P.LAWYER, P.OTHER) and category in (C.LOCATION, C.PLANNED):
                continue
            for switches in product((False, True), repeat=len(SWITCHES)):
                on = {name for name, is_on in zip(SWITCHES, switches, strict=True) if is_on}
                if party in (P.VICTIM, P.LAWYER, P.OTHER) or "sealed" in on:
                    on -= {"area"}
                if on & {"involved", "area"} and on & set(rule.needs or ("involved", "area")):
                    cell = party, role, category, switches
                    twin[cell] = max(twin[cell], HEIGHT[rule.extent])
    assert twin == matrix


@given(
    policies(),
    st.sampled_from([P.POLICE, P.VEILIG_THUIS, P.VICTIM]),
    st.sets(st.sampled_from([R.READER, R.SPECIALIST]), max_size=2),
    st.tuples(*[st.booleans()] * len(SWITCHES)),
    st.sampled_from([C.RISK, C.LOCATION, C.CASE]),
    st.sampled_from(["protection", "local_purpose", "care"]),
    st.sampled_from([P.POLICE, P.VEILIG_THUIS]),
)
def test_for_any_policy_fewer_rights_never_show_more(policy, party, roles, switches, category, purpose, of):
    def height(roles, switches, policy):
        viewer, acc = situation(party, R.READER if switches[0] else None, switches)
        viewer = replace(viewer, roles=frozenset(roles))
        return HEIGHT[extent(viewer, category, acc, purpose=purpose, policy=policy, of=of)]

    here = height(roles, switches, policy)
    for role in roles:
        assert height(roles - {role}, switches, policy) <= here
    for index, name in enumerate(SWITCHES):
        assert height(roles, (*switches[:index], name == "sealed", *switches[index + 1 :]), policy) <= here
    for index in range(len(policy)):
        assert height(roles, switches, policy[:index] + policy[index + 1 :]) <= here


# --- a policy that cannot be applied ------------------------------------------------------------------------------


def exploding():
    yield POLICY[0]
    raise RuntimeError("half read")


@pytest.mark.parametrize(
    "policy",
    [
        exploding(),
        [replace(POLICY[0], extent="everything")],
        [replace(POLICY[0], valid_from="2020-01-01")],
        [replace(POLICY[0], needs=5)],
        [None],
        None,
    ],
    ids=["raises", "extent", "date", "needs", "no rule", "no policy"],
)
def test_a_policy_that_cannot_be_applied_opens_nothing_and_says_so(policy):
    decision = see(a_viewer(P.POLICE), C.CASE, access(member=(P.POLICE, R.CASE_DIRECTOR)), policy=policy)
    assert (decision.extent, decision.failed, decision.ground) == (Extent.NOTHING, True, "")


def test_every_purpose_is_one_that_a_rule_may_leave_open():
    director = a_viewer(P.POLICE), C.CASE, access(member=(P.POLICE, R.CASE_DIRECTOR))
    assert {extent(*director, purpose=purpose) for purpose in Purpose} == {Extent.FULL}


def test_an_empty_access_gives_nobody_anything():
    everyone = (Viewer(ME, "x", party, frozenset(R), frozenset({REGION})) for party in P)
    assert {extent(viewer, category, Access()) for viewer in everyone for category in C} == {Extent.NOTHING}
    assert set(NEEDS) == {*SWITCHES} - {"sealed"}
