# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The synthetic region in a database: marked, sealed, whole, and never built over anything."""

from datetime import UTC, datetime

import pytest
from tests.generators import a_new_event
from tests.stores import BACKENDS

from houvast.core.events import PersonId
from houvast.core.events.person import PersonAdded
from houvast.demo import DemoExistsError, build, faces, histories, names
from houvast.demo.summary import FACES
from houvast.demo.telling import as_events
from houvast.dossier import hooks, marking, person_records, projections, store
from houvast.dossier.errors import NotDemoError
from houvast.people import models, queries

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module", params=BACKENDS)
def built(request, workshop, tmp_path_factory, django_db_blocker):
    """A region that was built, what was said of it, and which steps of progress were shown."""
    with django_db_blocker.unblock():
        place = workshop.make(request.param, tmp_path_factory.mktemp("built") / "home")
        with place.in_use():
            seen = []
            yield build(now=NOW, on_progress=lambda done, of: seen.append((done, of))), seen
        place.drop()


def test_it_is_marked_and_counted(built):
    summary, seen = built
    planned = histories(now=NOW)
    assert marking.is_demo()
    assert seen == [(done, len(planned)) for done in range(1, len(planned) + 1)]
    assert len(summary.cases) == sum(history.is_case for history in planned) == 60
    assert summary.events == sum(len(as_events(history)) for history in planned)
    assert {case.label: case.fault for case in summary.cases} == {h.label: h.fault for h in planned if h.is_case}


def test_the_store_holds_what_was_planned(built):
    for history in histories(now=NOW):
        written, told = store.read(history.stream), as_events(history)
        ids = {event.id: f"{history.stream}#{event.seq}" for event in written}
        for one, other in zip(written, told, strict=True):
            for field in ("kind", "occurred", "entered", "recorded", "by", "org", "about", "origin"):
                assert getattr(one, field) == getattr(other, field)
            said = repr(one.data)
            for known, label in ids.items():
                said = said.replace(known, label)
            assert said == repr(other.data)


def test_the_work_lists_are_as_a_rebuild_gives_them_and_later_appends_keep_them(built):
    before = projections.dump()
    projections.rebuild(NOW)
    assert projections.dump() == before
    assert before.count(b"case_row") == 60
    assert projections.on_append in hooks.on_append


def test_every_person_in_a_case_has_a_sealed_record_from_our_lists(built):
    summary, _ = built
    events = [event for case in summary.cases for event in store.read(case.stream)]
    persons = {event.data.person for event in events if isinstance(event.data, PersonAdded)}
    assert len(persons) == summary.persons
    for person in persons:
        version, record = person_records.read(PersonId(person))
        assert version == 1
        assert names.is_ours(record.given_names, record.family_name)
        assert any(event.kind == "person.corrected.v1" for event in store.read(f"person/{person}"))


def test_people_have_posts_trainings_and_deputies(built):
    summary, _ = built
    assert models.Person.objects.count() == summary.people == models.Post.objects.count()
    untrained = models.Person.objects.filter(function__contains="nog niet opgeleid")
    assert untrained.count() == 4
    assert {queries.trained(one.id, "sash", NOW.date()) for one in untrained} == {"no"}
    trained = models.Post.objects.filter(role="specialist", unit__organisation__kind="police")
    assert {queries.trained(one.person_id, "sash", NOW.date()) for one in trained} == {"yes"}
    assert models.Absence.objects.filter(deputy=None).exists()
    assert models.Absence.objects.exclude(deputy=None).exists()
    kinds = set(models.Organisation.objects.values_list("kind", flat=True))
    assert kinds >= {
        "police",
        "om",
        "veilig_thuis",
        "probation",
        "victim_support",
        "cjib",
        "child_protection",
        "shelter",
    }
    assert models.Organisation.objects.filter(kind="probation").count() == 3


def test_who_was_trained_when_a_sash_was_made_is_what_the_list_of_trainings_says(built):
    summary, _ = built
    events = [event for case in summary.cases for event in store.read(case.stream)]
    sashes = [
        event for event in events if event.kind.startswith("assessment.completed") and event.data.instrument == "sash"
    ]
    assert len(sashes) > 40
    for event in sashes:
        assert queries.trained(event.by, "sash", event.recorded.date()) == event.data.assessor_trained


def test_the_writers_of_events_are_people_of_the_region(built):
    summary, _ = built
    organisation_of = dict(models.Post.objects.values_list("person_id", "unit__organisation_id"))
    for case in summary.cases:
        for event in store.read(case.stream):
            assert event.org in ("victim", organisation_of.get(event.by))


def test_faces_are_one_per_post_and_can_look(built):
    summary, _ = built
    assert summary.faces == faces()
    assert len({face.id for face in summary.faces}) == len(FACES)
    for face in summary.faces:
        viewer = queries.viewer(face.id, NOW)
        assert viewer.roles == {face.role}
        assert viewer.organisation == face.organisation
        assert face.line.endswith(".")


def test_a_second_demonstration_is_refused(built):
    with pytest.raises(DemoExistsError):
        build(now=NOW, cases=1)


def test_a_database_that_may_hold_real_people_is_left_alone(installed):
    store.append("case/1", [a_new_event("note.added", at=NOW)], by="x", org="police", clock=NOW, expected_seq=0)
    with pytest.raises(NotDemoError):
        build(now=NOW)
    assert not models.Person.objects.exists()
    assert not marking.is_demo()


def test_when_it_stops_halfway_nothing_is_left(installed):
    def stop(done, of):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(now=NOW, cases=1, on_progress=stop)
    assert not list(store.streams(""))
    assert not models.Person.objects.exists()
    assert not marking.is_demo()
    assert projections.on_append in hooks.on_append


@pytest.mark.parametrize("installed", ["sqlite"], indirect=True)
def test_canaries_are_in_every_text_and_none_is_readable_in_a_file(installed):
    summary = build(now=NOW, cases=1, canaries=True)
    assert len(summary.canaries) > 1_000
    said = " ".join(repr(event.data) for stream in store.streams("") for event in store.read(stream))
    persons = {place.partition(" ")[0] for place in summary.canaries.values() if place.startswith("person/")}
    said += " ".join(repr(person_records.read(PersonId(one.removeprefix("person/")))) for one in persons)
    assert [canary for canary in summary.canaries if canary not in said] == []
    written = b"".join(path.read_bytes() for path in installed.home.rglob("*") if path.is_file())
    assert len(written) > 100_000
    assert [canary for canary in summary.canaries if canary.encode() in written] == []
