# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is it, who bears this, who was trained: each for one day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from houvast.core.access import NATIONAL, Member
from houvast.core.answer import Answer
from houvast.core.events import ActorId
from houvast.core.events.values import Party, Role
from houvast.people.errors import NoPostError, SeveralOrganisationsError
from houvast.people.models import Absence, Organisation, Person, Post, Training, Unit
from houvast.people.queries import Bearer, Contact, Standing, bearers, contact, trained, viewer

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE = timedelta(days=1)
pytestmark = pytest.mark.parametrize("installed", ["sqlite"], indirect=True)


@pytest.fixture
def police(installed):
    return Organisation.objects.create(
        id="police.veenrand", kind=Party.POLICE, name="Politie Veenrand", region="veenrand"
    )


@pytest.fixture
def team(police):
    return Unit.objects.create(organisation=police, name="Basisteam Noord", areas=["GM0014"])


def person(actor, unit=None, role=Role.CASE_DIRECTOR, starts_on=DAY - ONE, ends_on=None):
    made, _ = Person.objects.get_or_create(
        id=actor, defaults={"name": f"N. {actor}", "function": "functie", "phone": "088-1"}
    )
    if unit:
        Post.objects.create(person=made, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on)
    return made


def away(who, deputy=None, starts_on=DAY, ends_on=DAY + ONE):
    Absence.objects.create(person=who, deputy=deputy, starts_on=starts_on, ends_on=ends_on)


class TestViewer:
    def test_has_the_roles_and_areas_of_the_posts_of_that_day(self, team):
        person("a-1", team)
        person("a-1", team, Role.READER, ends_on=DAY)
        person("a-1", team, Role.CHIEF, starts_on=DAY + ONE)
        person("a-1", team, Role.SPECIALIST, starts_on=DAY, ends_on=DAY + ONE)
        found = viewer(ActorId("a-1"), AT)
        assert (found.organisation, found.party) == ("police.veenrand", Party.POLICE)
        assert found.roles == {Role.CASE_DIRECTOR, Role.SPECIALIST}
        assert found.regions == {"veenrand", "GM0014", "vt08"}

    def test_a_day_ends_in_amsterdam(self, team):
        person("a-1", team, starts_on=DAY, ends_on=DAY + ONE)
        assert viewer(ActorId("a-1"), datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
        with pytest.raises(NoPostError):
            viewer(ActorId("a-1"), datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    def test_nobody_without_a_post(self, team):
        person("a-1")
        for actor in ("a-1", "a-nobody"):
            with pytest.raises(NoPostError) as error:
                viewer(ActorId(actor), AT)
            assert actor not in str(error.value)

    def test_somebody_of_two_organisations_says_for_which(self, team):
        shelter = Organisation.objects.create(id="shelter.x", kind=Party.SHELTER, name="Opvang")
        person("a-1", team)
        person("a-1", Unit.objects.create(organisation=shelter, name="Team"), Role.COUNSELLOR)
        with pytest.raises(SeveralOrganisationsError):
            viewer(ActorId("a-1"), AT)
        found = viewer(ActorId("a-1"), AT, organisation="shelter.x")
        assert (found.party, found.roles, found.regions) == (Party.SHELTER, {Role.COUNSELLOR}, frozenset())
        with pytest.raises(NoPostError):
            viewer(ActorId("a-1"), AT, organisation="om.x")

    def test_stands_in_for_who_is_away_that_day(self, team):
        me, absent, back = (person(actor, team) for actor in ("a-1", "a-2", "a-3"))
        away(absent, me)
        away(back, me, DAY - ONE, DAY)
        assert viewer(ActorId("a-1"), AT).acts_for == {"a-2"}


class TestTrained:
    @pytest.mark.parametrize(
        ("passed_on", "until", "answer"),
        [
            (DAY, None, Answer.YES),
            (DAY - ONE, DAY + ONE, Answer.YES),
            (DAY - ONE, DAY, Answer.NO),
            (DAY + ONE, None, Answer.NO),
        ],
    )
    def test_counts_from_the_day_it_was_passed_until_the_day_it_ends(self, team, passed_on, until, answer):
        Training.objects.create(person=person("a-1", team), what="sash", passed_on=passed_on, valid_until_on=until)
        assert trained(ActorId("a-1"), "sash", DAY) is answer
        assert trained(ActorId("a-1"), "interview", DAY) is Answer.UNKNOWN

    def test_unknown_is_no_only_where_the_list_is_full(self, team, police):
        person("a-1", team)
        assert trained(ActorId("a-1"), "sash", DAY) is Answer.UNKNOWN
        assert trained(ActorId("a-nobody"), "sash", DAY) is Answer.UNKNOWN
        police.lists_trainings = True
        police.save()
        assert trained(ActorId("a-1"), "sash", DAY) is Answer.NO
        assert trained(ActorId("a-nobody"), "sash", DAY) is Answer.UNKNOWN


def member(actor, deputy=None, role=Role.CASE_DIRECTOR, party=Party.POLICE):
    return Member(party, role, ActorId(actor), deputy)


def who(members, region=None, role=Role.CASE_DIRECTOR, party=Party.POLICE):
    return bearers(role, party, members, AT, region=region)


class TestBearers:
    def test_who_has_the_role_in_the_case(self, team):
        person("a-1", team), person("a-2", team)
        others = [member("a-3", role=Role.READER), member("a-4", party=Party.OM)]
        assert who([member("a-1"), *others], "veenrand") == (Bearer("a-1", Standing.ROLE),)

    def test_the_deputy_of_who_is_away(self, team):
        one, two, three = (person(actor, team) for actor in ("a-1", "a-2", "a-3"))
        away(one, two)
        assert who([member("a-1")]) == (Bearer("a-2", Standing.DEPUTY, "a-1"),)
        away(two, three)
        assert who([member("a-1")]) == (Bearer("a-3", Standing.DEPUTY, "a-1"),)

    def test_the_deputy_of_the_case_where_the_absence_names_none(self, team):
        away(person("a-1", team))
        assert who([member("a-1", ActorId("a-9"))]) == (Bearer("a-9", Standing.DEPUTY, "a-1"),)

    def test_an_absence_with_a_deputy_counts_before_one_without(self, team):
        one, two = person("a-1", team), person("a-2", team)
        away(one)
        away(one, two)
        assert who([member("a-1")]) == (Bearer("a-2", Standing.DEPUTY, "a-1"),)

    def test_deputies_in_a_circle_are_nobody(self, team):
        one, two = person("a-1", team), person("a-2", team)
        away(one, two), away(two, one)
        assert who([member("a-1")]) == ()

    def test_else_who_has_the_role_in_a_unit_of_the_region_and_is_there(self, team):
        one, _, three = (person(actor, team) for actor in ("a-1", "a-2", "a-3"))
        away(one), away(three)
        person("a-4", team, Role.READER)
        elsewhere = Organisation.objects.create(
            id="police.duinstreek", kind=Party.POLICE, name="x", region="duinstreek"
        )
        person("a-5", Unit.objects.create(organisation=elsewhere, name="x"))
        assert who([member("a-1")], "veenrand") == (Bearer("a-2", Standing.POST),)
        assert who([], "GM0014") == (Bearer("a-2", Standing.POST),)
        assert who([], "nowhere") == who([]) == ()

    def test_who_works_in_the_whole_country_works_in_every_region(self, installed):
        cjib = Organisation.objects.create(id="cjib", kind=Party.CJIB, name="CJIB", region=NATIONAL)
        person("a-1", Unit.objects.create(organisation=cjib, name="x"), Role.EXECUTION_OFFICER)
        assert who([], "veenrand", Role.EXECUTION_OFFICER, Party.CJIB) == (Bearer("a-1", Standing.POST),)


def test_a_contact_does_not_give_a_protected_place_away(team):
    person("a-1", team)
    assert contact(ActorId("a-1"), AT, place_hidden=False) == Contact(
        name="N. a-1", function="functie", unit="Basisteam Noord", phone="088-1"
    )
    assert contact(ActorId("a-1"), AT, place_hidden=True) == Contact(
        name="N. a-1", function="functie", unit="", phone=""
    )
    assert contact(ActorId("a-nobody"), AT, place_hidden=False) is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda team: Organisation.objects.create(id="om.x", kind=Party.POLICE, name="x"),
        lambda team: person("a-1", team, starts_on=DAY, ends_on=DAY),
        lambda team: away(person("a-1", team), starts_on=DAY, ends_on=DAY),
        lambda team: away(person("a-1", team), person("a-1")),
    ],
    ids=["id of another kind", "empty post", "empty absence", "own deputy"],
)
def test_the_database_refuses_what_cannot_be(team, wrong):
    with pytest.raises(IntegrityError):
        wrong(team)
