# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at a case: logged before anything is shown, and nothing shown that the rules do not give."""

import contextlib
import json
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.dossier.decisions import decision
from tests.generators import NOW, a_new_event

from houvast.core.access import Viewer
from houvast.core.answer import Answer
from houvast.core.duties import Duty, DutyState
from houvast.core.errors import NaiveInstantError
from houvast.core.events import ActorId, Category, OrganisationId, PersonId, RegionId
from houvast.core.events.values import Instrument, Level, Party, PersonRole, Role
from houvast.core.rules import Extent
from houvast.core.sharing import Decision
from houvast.core.window import Pointer
from houvast.dossier import reading, store, story_cache
from houvast.dossier.destruction import destroy, destroy_document
from houvast.dossier.errors import ChainBrokenError, StoreUnavailableError
from houvast.dossier.log_models import ReadLog
from houvast.dossier.read_log import InvalidGroundError, LogUnavailableError, pseudonym
from houvast.dossier.reading import known_to, look
from houvast.dossier.story import Destroyed, StoryRead
from houvast.rules import RulesError, cards

CASE = "case/c1"
HERE = RegionId("veenrand")
VICTIM, SUSPECT = PersonId("p-victim"), PersonId("p-suspect")
CANARY = "Kanarie Vogelstraat 7"
DAY = timedelta(days=1)

POLICE = OrganisationId("police.veenrand-1")
CARE = OrganisationId("veilig_thuis.veenrand")


def add(org, *new_events, at=NOW, case=CASE):
    events = [replace(new, occurred=replace(new.occurred, start=at, end=at), entered=at) for new in new_events]
    return store.append(case, events, by="a-writer", org=org, clock=at, expected_seq=None)


def a_case(case=CASE, secret=Answer.NO):
    """Write a case: opened, a report with text, a director at the police and a worker at Veilig Thuis."""
    at = NOW - 10 * DAY
    add(
        POLICE,
        a_new_event("case.opened", region=HERE, victim=VICTIM, suspect=SUSPECT, reason=""),
        a_new_event("person.added", person=VICTIM, role=PersonRole.VICTIM, secret_address=secret),
        a_new_event(
            "role.assigned",
            role=Role.CASE_DIRECTOR,
            person=ActorId("a-director"),
            organisation=Party.POLICE,
            deputy=None,
        ),
        a_new_event(
            "report.made", narrative=CANARY, stalking=Answer.YES, offence_suspected=Answer.YES, reference=CANARY
        ),
        at=at,
        case=case,
    )
    add(
        CARE,
        a_new_event(
            "role.assigned",
            role=Role.CARE_WORKER,
            person=ActorId("a-carer"),
            organisation=Party.VEILIG_THUIS,
            deputy=None,
        ),
        at=at,
        case=case,
    )
    add(CARE, a_new_event("note.added", facts=CANARY), at=at + DAY, case=case)


def viewer(actor="a-director", party=Party.POLICE, *roles, region=HERE):
    return Viewer(ActorId(actor), OrganisationId(f"{party}.veenrand"), party, frozenset(roles), frozenset({region}))


DIRECTOR, CARER, STRANGER = viewer(), viewer("a-carer", Party.VEILIG_THUIS), viewer("a-x", Party.CJIB)


def see(who=DIRECTOR, case=CASE, now=NOW, **more):
    return look(who, case, **{"purpose": "protection", "ground": None, "now": now, **more})


def kinds(view):
    return [event.kind.rpartition(".v")[0] for event in view.events]


# --- the log ------------------------------------------------------------------------------------------------------


def test_a_look_has_one_row_for_each_person_in_the_case(installed):
    a_case()
    view = see(ground="Wpg art. 8")
    rows = list(ReadLog.objects.order_by("number"))
    assert {row.data_subject for row in rows} == {pseudonym(VICTIM), pseudonym(SUSPECT)}
    assert {row.trace_id for row in rows} == {view.trace_id}
    assert len({row.span_id for row in rows}) == 2
    row = rows[0]
    assert (row.status, row.activity, row.refused, row.emergency) == ("OK", "case.look", False, False)
    assert (row.actor, row.organisation, row.case) == ("a-director", "police.veenrand", CASE)
    assert (row.purpose, row.ground, row.at, row.known_at) == ("protection", "Wpg art. 8", NOW, NOW)
    extents = json.loads(row.extents)
    assert extents["report"] == {"police": "full"}
    assert extents["note"] == {"veilig_thuis": "nothing"}
    rules = json.loads(row.rules)
    (rule,) = (one for one in cards().holding_in(HERE).sharing if (one.id, one.version) == ("police-own", 1))
    assert rules["report"] == {"police": {"ground": rule.ground, "rule": "police-own@1"}}
    assert rule.ground
    assert "note" not in rules  # no rule gives it


def test_the_row_says_for_whom_somebody_stands_in(installed):
    a_case()
    assert see(replace(viewer("a-deputy"), acts_for=frozenset({ActorId("a-director")}))).events
    assert {row.acts_for for row in ReadLog.objects.all()} == {"a-director"}


def test_no_row_tells_of_people(installed):
    a_case()
    see()
    see(CARER)
    see(STRANGER, purpose=CANARY)
    see(case=f"case/{CANARY}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM read_log")
        everything = str(cursor.fetchall())
    assert "Kanarie" not in everything
    assert VICTIM not in everything
    assert everything.count("invalid") == 3  # the purpose, for two persons, and the id of the case


def test_a_ground_that_may_tell_of_people_is_no_ground(installed):
    a_case()
    for ground in ("", "Zij belde\nmij", "x" * 81, "naam: José"):
        with pytest.raises(InvalidGroundError) as error:
            see(ground=ground)
        assert error.value.code == "invalid_ground"
    assert not ReadLog.objects.exists()


def test_a_refusal_is_logged_too(installed):
    a_case()
    view = see(STRANGER)
    assert view.refused
    assert set(ReadLog.objects.values_list("refused", "status")) == {(True, "OK")}


def make_unwritable():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")


def test_without_a_log_nothing_is_shown(installed, monkeypatch):
    a_case()
    make_unwritable()
    assert store.read(CASE)  # it could be read
    shown = []
    monkeypatch.setattr(reading, "shown", lambda *_: shown.append("something"))
    with pytest.raises(LogUnavailableError) as error:
        see()
    assert error.value.code == "log_unavailable"
    assert shown == []


def test_a_log_that_is_lost_at_the_last_moment_shows_nothing(installed, monkeypatch):
    a_case()
    see()
    before = ReadLog.objects.count()

    def full(_):
        raise DatabaseError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(type(connections["default"]), "_commit", full)
        with pytest.raises(LogUnavailableError):
            see()
    assert ReadLog.objects.count() == before


def test_the_row_is_on_disk_before_anything_is_folded(installed, monkeypatch):
    a_case()
    rows = []

    def shown(*_):
        rows.extend(ReadLog.objects.all())
        assert not connection.in_atomic_block
        raise RuntimeError("stop here")

    monkeypatch.setattr(reading, "shown", shown)
    with pytest.raises(RuntimeError, match="stop here"):
        see()
    assert len(rows) == 2


def test_a_look_inside_somebodys_transaction_is_a_bug(installed):
    """Otherwise that transaction could take the row back after the case was shown."""
    a_case()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        see()


@pytest.mark.parametrize("change", ["UPDATE read_log SET actor = 'x'", "DELETE FROM read_log", "DROP TABLE read_log"])
def test_the_database_refuses_to_change_the_log(installed, change):
    a_case()
    see()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(change)
    assert ReadLog.objects.count() == 2


# --- what goes wrong ----------------------------------------------------------------------------------------------


def logged():
    return list(ReadLog.objects.values_list("status", "refused", "extents"))


def spoil(installed, kind):
    """Change an event behind the back of the store."""
    statement = f"UPDATE event SET \"by\" = 'a-forger' WHERE stream = '{CASE}' AND kind = '{kind}.v1'"  # noqa: S608 - from here
    connection.close()
    if installed.backend == "sqlite":
        with contextlib.closing(sqlite3.connect(installed.file)) as plain:
            plain.execute("DROP TRIGGER event_no_update")
            plain.execute(statement)
            plain.commit()
    else:
        with installed.server.connect(installed.name) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute("ALTER TABLE event DISABLE TRIGGER ALL")
            superuser.execute(statement)
    story_cache.clear()


def test_a_damaged_case_is_told_to_who_has_a_role_in_it_and_is_absent_to_others(installed):
    a_case()
    a_case("case/whole")
    add(CARE, a_new_event("consent.given", person=VICTIM, to=Party.VICTIM_SUPPORT, categories=(Category.REPORT,)))
    add(POLICE, a_new_event("victim.access_given"))
    victim, colleague = viewer(VICTIM, Party.VICTIM), viewer("a-x", Party.POLICE, *Role)
    assert see(victim, purpose="own_case").events
    assert known(colleague) == [CASE, "case/whole"]
    spoil(installed, "report.made")
    before = ReadLog.objects.count()
    for person in (DIRECTOR, CARER):
        with pytest.raises(ChainBrokenError):
            see(person)
    for person in (colleague, STRANGER, victim):
        assert bare(see(person)) == bare(see(person, "case/absent"))
    assert known(DIRECTOR) == [CASE, "case/whole"]
    assert known(colleague) == ["case/whole"]
    rows = ReadLog.objects.order_by("number").filter(number__gt=before, case=CASE)
    assert {(row.status, row.refused, row.extents) for row in rows} == {("ERROR", True, "{}")}
    assert len(rows) == 5


def test_whose_role_in_a_damaged_case_cannot_be_opened_is_not_told(installed):
    a_case()
    spoil(installed, "role.assigned")
    assert see(DIRECTOR).refused
    assert see(CARER).refused


def test_a_store_that_cannot_be_used_is_no_damaged_case(installed, monkeypatch):
    def gone(_case):
        raise StoreUnavailableError("gone")

    a_case()
    monkeypatch.setattr(store, "read_all", gone)
    for person in (DIRECTOR, STRANGER):
        with pytest.raises(StoreUnavailableError):
            see(person)
        with pytest.raises(StoreUnavailableError):
            known(person)


def known(who=DIRECTOR, purpose="protection"):
    return list(known_to(who, purpose=purpose, now=NOW))


def test_who_may_know_of_a_case_is_told_without_a_row_in_the_log(installed):
    a_case()
    a_case("case/c2")
    add(
        POLICE,
        a_new_event("role.ended", role=Role.CASE_DIRECTOR, person=ActorId("a-director"), organisation=None),
        case="case/c2",
    )
    elsewhere = viewer(region=RegionId("elsewhere"))
    assert known(viewer("a-x", Party.POLICE, *Role)) == [CASE, "case/c2"]
    assert known(elsewhere) == [CASE]
    assert known(STRANGER) == known(purpose="curiosity") == []
    assert not ReadLog.objects.exists()
    assert [case for case in (CASE, "case/c2") if not see(elsewhere, case).refused] == [CASE]
    with pytest.raises(NaiveInstantError):
        known_to(DIRECTOR, purpose="protection", now=NOW.replace(tzinfo=None))


def test_what_is_destroyed_reopens_nothing(installed):
    """Veilig Thuis ended what the police gave; that its events are destroyed gives nobody anything back."""
    a_case()
    victim, elsewhere = viewer(VICTIM, Party.VICTIM), RegionId("elsewhere")
    carer, director = viewer("a-new", Party.VEILIG_THUIS, region=elsewhere), viewer(region=elsewhere)
    role = {"role": Role.CARE_WORKER, "person": ActorId("a-new"), "organisation": Party.VEILIG_THUIS}
    consent = {"person": VICTIM, "to": Party.VICTIM_SUPPORT}
    looks = ((victim, "own_case"), (carer, "protection"), (director, "protection"))

    def consents():
        read = store.read_all(CASE)
        return reading.access_of(read.settled().events, now=NOW, gone=read.narrowing()).consents

    def refusals():
        return [see(who, purpose=purpose).refused for who, purpose in looks]

    def give():
        add(
            POLICE,
            a_new_event("consent.given", **consent, categories=(Category.REPORT,)),
            a_new_event("victim.access_given"),
            a_new_event("role.assigned", **role, deputy=None),
        )

    give()
    assert refusals() == [False, False, False]
    assert consents()
    add(
        CARE,
        a_new_event("consent.withdrawn", **consent),
        a_new_event("victim.access_taken_back"),
        a_new_event("role.ended", **role),
    )
    assert refusals() == [True, True, False]
    assert not consents()
    destroy(CASE, CARE, decision=decision())
    assert refusals() == [True, True, False]
    assert not consents()
    give()  # anew
    assert refusals() == [False, False, False]
    assert consents()


def test_a_correction_of_what_was_destroyed_closes_no_case(installed):
    a_case()
    (told,) = add(CARE, a_new_event("note.added"), at=NOW - DAY)
    add(POLICE, a_new_event("event.withdrawn", event=told.id), at=NOW - DAY)
    destroy(CASE, CARE, decision=decision())
    assert see().events


def test_a_destroyed_note_takes_no_right_away(installed):
    a_case()
    add(POLICE, a_new_event("victim.access_given"), at=NOW - DAY)
    (note,) = add(CARE, a_new_event("note.added"), at=NOW - DAY)
    add(CARE, a_new_event("event.corrected", event=note.id, replacement=note.data, occurred_then=None), at=NOW - DAY)
    destroy_document(CASE, CARE, note.id, decision=decision())
    assert see(viewer(VICTIM, Party.VICTIM), purpose="own_case").events


def test_rules_that_cannot_be_read_are_logged_as_an_error(installed, monkeypatch):
    a_case()

    def broken():
        raise RulesError([])

    monkeypatch.setattr(reading, "cards", broken)
    with pytest.raises(RulesError):
        see()
    assert logged() == [("ERROR", True, "{}")]


def test_a_bug_while_deciding_is_logged_and_crashes(installed, monkeypatch):
    monkeypatch.setattr(reading, "access_of", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        see()
    assert logged() == [("ERROR", True, "{}")]


def test_a_policy_that_throws_opens_nothing_and_is_logged_as_an_error(installed, monkeypatch):
    a_case()
    monkeypatch.setattr(reading, "may_see", lambda *_, **__: Decision(Extent.NOTHING, failed=True))
    assert see().refused
    assert {row[:2] for row in logged()} == {("ERROR", True)}


# --- what exists --------------------------------------------------------------------------------------------------


def bare(view):
    return replace(view, case="", trace_id="", viewer=DIRECTOR)


def test_a_hidden_case_looks_like_one_that_is_not_there(installed):
    a_case()
    a_case("case/sealed")
    add(POLICE, a_new_event("case.sealed"), case="case/sealed", at=NOW - DAY)
    colleague = viewer("a-x", Party.POLICE, *Role)
    assert see(colleague).events
    sealed, absent, odd = see(colleague, "case/sealed"), see(colleague, "case/nobody"), see(colleague, "case/../x")
    assert bare(sealed) == bare(absent) == bare(odd) == bare(see(STRANGER))
    assert see(DIRECTOR, "case/sealed").events  # who is involved goes on


def test_a_seal_whose_content_was_destroyed_still_hides(installed, monkeypatch):
    a_case()
    gone = Destroyed(99, "case.sealed.v1", NOW - DAY, POLICE, Category.CASE)
    whole = StoryRead(store.read(CASE), (gone,))
    monkeypatch.setattr(store, "read_all", lambda _: whole)
    assert see(viewer("a-x", Party.POLICE, *Role)).refused
    assert see(DIRECTOR).events


def test_what_only_exists_is_named_with_whom_to_ask(installed):
    a_case()
    add(POLICE, a_new_event("order.proposed"), at=NOW - DAY)
    view = see(CARER)
    assert [(one.category, one.party, one.ask) for one in view.existing] == [
        (Category.PLANNED, Party.POLICE, "police.case_director")
    ]
    assert "order.proposed" not in kinds(view)
    assert see(CARER, known_at=NOW - 2 * DAY).existing == ()


# --- what is seen -------------------------------------------------------------------------------------------------


def test_each_organisation_sees_its_own_window(installed):
    a_case()
    assert kinds(see(DIRECTOR)) == ["case.opened", "person.added", "role.assigned", "report.made", "role.assigned"]
    assert "note.added" in kinds(see(CARER))
    report = next(event for event in see(CARER).events if event.kind == "report.made.v1")
    assert (report.data.narrative, report.data.reference, report.data.stalking) == ("", "", Answer.YES)


def test_the_picture_is_folded_from_the_window(installed):
    a_case()
    assert [one.person for one in see(DIRECTOR).picture.persons] == [VICTIM]
    assert see(viewer("a-i", Party.POLICE, Role.INTAKE)).picture.persons == ()
    assert len(see(CARER).picture.events) == len(see(CARER).events)


@pytest.mark.parametrize("purpose", ["", "curiosity", "own_cases"])
def test_an_unknown_purpose_shows_nothing(installed, purpose):
    a_case()
    assert see(purpose=purpose).refused


def test_looking_back_shows_what_was_known_then(installed):
    a_case()
    add(POLICE, a_new_event("note.added"), at=NOW - DAY)
    assert "note.added" in kinds(see())
    assert "note.added" not in kinds(see(known_at=NOW - DAY))
    assert see(known_at=NOW - 11 * DAY).events == ()
    ahead = see(known_at=NOW + DAY)
    assert (ahead.known_at, ahead.events) == (NOW, see().events)


def test_looking_back_never_widens(installed):
    """Who left the case sees nothing of it any more, not even of the days on which it was theirs."""
    a_case()
    assert see(known_at=NOW - 2 * DAY).events
    add(
        POLICE,
        a_new_event("role.ended", role=Role.CASE_DIRECTOR, person=ActorId("a-director"), organisation=None),
        at=NOW - DAY,
    )
    gone = viewer(region=RegionId("elsewhere"))
    assert see(gone, known_at=NOW - 2 * DAY).refused


@pytest.mark.parametrize("instant", ["now", "known_at"])
def test_an_instant_has_a_time_zone(installed, instant):
    with pytest.raises(NaiveInstantError):
        see(**{instant: NOW.replace(tzinfo=None)})
    assert not ReadLog.objects.exists()


# --- duties and signals -------------------------------------------------------------------------------------------


def of_rule(results, rule_id):
    rule = lambda one: one.rule if isinstance(one, Pointer) else getattr(one, "id", None) or one.rule.id  # noqa: E731
    return [one for one in results if rule(one) == rule_id]


def test_who_sees_all_its_causes_gets_a_duty_whole(installed):
    a_case()
    (duty,) = of_rule(see().duties, "screen-every-report")
    assert isinstance(duty, Duty)
    assert duty.trigger in see().events


def test_its_bearer_otherwise_gets_a_pointer_and_everyone_else_nothing(installed):
    a_case()
    bearer = viewer("a-x", Party.POLICE, Role.CASE_HOLDER)  # sees risk and reports without their text
    (pointer,) = of_rule(see(bearer).duties, "screen-every-report")
    assert (type(pointer), pointer.title, pointer.ask) == (Pointer, "SASH afnemen", "police.case_director")
    assert pointer.due is not None
    assert of_rule(see(viewer("a-y", Party.POLICE, Role.INTAKE)).duties, "screen-every-report") == []
    assert CANARY not in str(see(bearer))


def test_what_rests_on_hidden_events_of_others_is_not_told_whole(installed):
    """Only Veilig Thuis knows that the risk is high; nothing that follows from it reaches the police whole."""
    a_case()
    before = {one.rule.id for one in see().duties if isinstance(one, Duty)}
    add(
        CARE,
        a_new_event(
            "assessment.completed",
            instrument=Instrument.SASH,
            level=Level.HIGH,
            valid_until=None,
            assessor_trained=Answer.YES,
        ),
        at=NOW - DAY,
    )
    view = see()
    assert view.picture.level is None
    whole = [one for one in view.duties if isinstance(one, Duty)]
    assert {one.rule.id for one in whole} <= before
    assert all("high_risk" not in one.rule.when for one in whole)
    seen = {event.id for event in view.events}
    assert all(set(duty.because) <= seen for duty in whole)


def test_a_done_duty_of_others_is_no_pointer(installed):
    a_case()
    bearer = viewer("a-x", Party.POLICE, Role.CASE_HOLDER)
    add(
        POLICE,
        a_new_event("assessment.completed", instrument=Instrument.SASH, level=Level.LOW, assessor_trained=Answer.YES),
        at=NOW - 9 * DAY,
    )
    assert of_rule(see(bearer).duties, "screen-every-report") == []
    assert next(duty.state for duty in of_rule(see().duties, "screen-every-report")) in (
        DutyState.MET,
        DutyState.MET_LATE,
    )


def test_signals_come_through_like_duties(installed):
    a_case()
    assert any(not isinstance(signal, Pointer) for signal in see().signals)
    nobody = see(viewer("a-y", Party.OM))
    assert nobody.signals == nobody.duties == ()


# --- places -------------------------------------------------------------------------------------------------------


def test_a_protected_address_hides_the_team_and_the_region(installed):
    a_case(secret=Answer.YES)
    view = see(CARER)
    assert view.place_hidden
    assert {event.org for event in view.events} == {"police", CARE}
    assert view.picture.region is None
    assert view.picture.card.region is None
    assert HERE not in str([event.data for event in view.events])


def test_an_unprotected_address_hides_nothing(installed):
    a_case(secret=Answer.NO)
    view = see(CARER)
    assert not view.place_hidden
    assert view.picture.region == HERE
    assert view.picture.card.in_region(view.picture.region).region == HERE
