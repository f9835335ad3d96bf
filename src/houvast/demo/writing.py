# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From histories to a database: people, persons' records and events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from houvast.core.events import ActorId, EventId
from houvast.core.events.person import PersonAdded
from houvast.demo import names
from houvast.demo.canaries import Planter
from houvast.demo.cast import Person
from houvast.demo.staff import Member, staff, units
from houvast.demo.telling import Batch, History
from houvast.dossier import hooks, person_records, projections, store
from houvast.dossier.person_records import PersonRecord
from houvast.people import models

Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all."""

AT_WORK_SINCE = timedelta(days=9 * 365)
TRAINED_SINCE = timedelta(days=8 * 365)
ABSENT_BEFORE, ABSENT_AFTER = timedelta(days=3), timedelta(days=11)


def write_people(seed: int, today: date) -> int:
    """Write the organisations, units and people of the region, with their trainings and absences.

    Args:
        seed: Chooses their names.
        today: The day from which absences are counted.

    Returns:
        How many people there are.
    """
    everybody = staff(seed)
    models.Organisation.objects.bulk_create(
        models.Organisation(
            id=unit.id, kind=unit.party, name=unit.name, region=unit.region, lists_trainings=unit.party == "police"
        )
        for unit in units().values()
        if unit.level == "organisation"
    )
    rows = {
        unit.id: models.Unit(organisation_id=unit.parent or unit.id, name=unit.name)
        for unit in units().values()
        if any(member.unit == unit.id for member in everybody)
    }
    models.Unit.objects.bulk_create(rows.values())
    models.Person.objects.bulk_create(
        models.Person(id=member.id, name=member.name, function=member.function, phone=_office_phone(seed, member.id))
        for member in everybody
    )
    models.Post.objects.bulk_create(
        models.Post(person_id=member.id, unit=rows[member.unit], role=member.role, starts_on=today - AT_WORK_SINCE)
        for member in everybody
    )
    models.Training.objects.bulk_create(
        models.Training(person_id=member.id, what=what, passed_on=today - TRAINED_SINCE)
        for member in everybody
        for what in member.trained
    )
    models.Absence.objects.bulk_create(
        models.Absence(
            person_id=member.id,
            starts_on=today - ABSENT_BEFORE,
            ends_on=today + ABSENT_AFTER,
            deputy_id=_deputy(member, everybody),
        )
        for member in everybody
        if member.absent
    )
    return len(everybody)


def _deputy(absent: Member, everybody: Sequence[Member]) -> str | None:
    return next((one.id for one in everybody if one.unit == absent.unit and one.key == absent.absent), None)


def _office_phone(seed: int, actor: ActorId) -> str:
    return names.office_phone(names.chance_of(seed, "phone", actor))


def write_histories(
    told: Sequence[History], *, planter: Planter | None, on_progress: Progress | None
) -> tuple[int, int]:
    """Write histories as they were recorded, and the record of every person in them; the work lists are not.

    Args:
        told: The histories.
        planter: Puts a canary into every free text; None for none.
        on_progress: Called with histories done and histories in all.

    Returns:
        How many events and how many persons were written.
    """
    events, written = 0, set[str]()
    with _work_lists_afterwards():
        for done, history in enumerate(told, start=1):
            ids: dict[str, EventId] = {}
            seq = 0
            for batch in history.batches:
                seq = _append(history, batch, ids, seq, planter)
                if history.is_case:
                    _write_records(history, batch, written, planter)
            events += seq
            if on_progress:
                on_progress(done, len(told))
    return events, len(written)


@contextmanager
def _work_lists_afterwards() -> Iterator[None]:
    """Leave the work lists to one `projections.rebuild` at the end: it gives the same rows, once per case.

    Nobody else writes to a database that is being built.
    """
    before = list(hooks.on_append)
    hooks.on_append[:] = [hook for hook in before if hook is not projections.on_append]
    try:
        yield
    finally:
        hooks.on_append[:] = before


def _append(history: History, batch: Batch, ids: dict[str, EventId], seq: int, planter: Planter | None) -> int:
    news = [entry.new_event(ids) for entry in batch.entries]
    if planter:
        news = [replace(new, data=planter.plant(new.data, history.stream)) for new in news]
    events = store.append(
        history.stream,
        news,
        by=batch.by,
        org=batch.org,
        clock=batch.recorded,
        expected_seq=seq,
        origin=batch.origin,
    )
    ids.update((entry.name, event.id) for entry, event in zip(batch.entries, events, strict=True) if entry.name)
    return seq + len(events)


def _write_records(history: History, batch: Batch, written: set[str], planter: Planter | None) -> None:
    """Write the sealed record of every person whom a batch brings into a case, the first time only."""
    added = {entry.data.person for entry in batch.entries if isinstance(entry.data, PersonAdded)}
    for person in history.cast.persons.values():
        if person.id in added and person.id not in written:
            record = _record(person)
            if planter:
                record = planter.plant_record(record, f"person/{person.id}")
            person_records.write(
                person.id, record, by=batch.by, org=batch.org, clock=batch.recorded, expected_version=0
            )
            written.add(person.id)


def _record(person: Person) -> PersonRecord:
    return PersonRecord(
        given_names=person.given_name,
        family_name=person.family_name,
        called=person.given_name,
        born_on=person.born_on.isoformat(),
        addresses=(person.address,),
        phones=(person.phone,),
        mails=(person.mail,),
    )
