# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a destruction nothing of it can be read anywhere, the rest can, and the chain holds."""

import base64
import shutil

import pytest
from django.db import connection
from tests.contracts.store_contract import CASE, add
from tests.dossier.decisions import decision
from tests.generators import NOW, a_new_event

from houvast.core.events import NewEvent, Occurred
from houvast.core.events.event import EventCorrected
from houvast.core.events.note import NoteAdded
from houvast.dossier import destroyed, hooks, start, store, story_cache
from houvast.dossier.checkpoints import verify, write_checkpoint
from houvast.dossier.destruction import (
    Reason,
    apply_destroyed,
    destroy,
    destroy_case,
    destroy_document,
    destroy_person,
)
from houvast.dossier.errors import (
    DestructionRefusedError,
    InvalidIdError,
    KeyDestroyedError,
    StaleVersionError,
    UnknownStreamError,
)
from houvast.dossier.keys import key_store
from houvast.dossier.models import DestructionRow
from houvast.dossier.person_records import PersonRecord, read, write

pytestmark = pytest.mark.usefixtures("store_alone")

CANARY = "Kanariestraat-7719"


def fill():
    add(a_new_event("case.opened", reason=f"{CANARY}-police"), org="police")
    add(a_new_event("case.reopened", reason=f"{CANARY}-om"), org="om")
    (note,) = add(a_new_event("note.added", facts=f"{CANARY}-note", opinion=""), org="police")
    return note


def readable():
    """Return which canaries can still be read, by organisation or kind."""
    found = set()
    for event in store.read(CASE):
        text = getattr(event.data, "reason", "") or getattr(event.data, "facts", "")
        found.add(text.removeprefix(f"{CANARY}-"))
    return found


def test_an_organisation_destroys_only_its_own(installed):
    fill()
    assert destroy(CASE, "police", decision=decision()) == 2
    story = store.read_all(CASE)
    assert readable() == {"om"}
    assert [(gone.seq, gone.kind, gone.org) for gone in story.destroyed] == [
        (1, "case.opened.v1", "police"),
        (3, "note.added.v1", "police"),
    ]
    assert verify().holds
    assert verify().destroyed == 2


def test_what_was_kept_in_memory_is_gone_too(installed):
    fill()
    assert readable() == {"police", "om", "note"}
    destroy(CASE, "om", decision=decision())
    assert readable() == {"police", "note"}
    assert f"{CANARY}-om" not in repr(story_cache._entries)


def test_a_case_is_destroyed_whole_and_goes_on(installed):
    fill()
    assert destroy_case(CASE, decision=decision()) == 3
    assert store.read(CASE) == ()
    add(a_new_event("case.reopened"), expected_seq=3)
    assert [event.seq for event in store.read(CASE)] == [4]
    assert verify().holds


def test_a_note_goes_with_every_later_wording_of_it(installed):
    note = fill()

    def correct(event_id, text):
        data = EventCorrected(event=event_id, replacement=NoteAdded(facts=text))
        (event,) = add(NewEvent(data=data, occurred=Occurred.at(NOW), entered=NOW), org="police")
        return event

    second = correct(note.id, "beter")
    correct(second.id, "nog beter")
    assert destroy_document(CASE, "police", note.id, decision=decision()) == 1
    assert [gone.seq for gone in store.read_all(CASE).destroyed] == [3, 4, 5]
    assert readable() == {"police", "om"}
    with pytest.raises(KeyDestroyedError):
        correct(note.id, "opnieuw")
    assert store.head(CASE).seq == 5


def test_the_correction_by_another_organisation_is_its_own(installed):
    note = fill()
    data = EventCorrected(event=note.id, replacement=NoteAdded(facts="anders"))
    add(NewEvent(data=data, occurred=Occurred.at(NOW), entered=NOW), org="om")
    destroy(CASE, "police", decision=decision())
    assert [event.org for event in store.read_all(CASE).events] == ["om", "om"]


def test_a_person_goes_in_every_version(installed):
    stream = "person/p1"
    for version in range(3):
        record = PersonRecord(called=f"{CANARY}-{version}", addresses=(CANARY,))
        write("p1", record, by="a", org="police", clock=NOW, expected_version=version)
    assert read("p1") == (3, record)
    with pytest.raises(StaleVersionError):
        write("p1", record, by="a", org="police", clock=NOW, expected_version=2)
    assert verify().holds
    destroy_person("p1", decision=decision())
    with pytest.raises(KeyDestroyedError):
        read("p1")
    assert len(store.read_all(stream).destroyed) == 3
    assert verify().holds
    write("p1", PersonRecord(called="nieuw"), by="a", org="police", clock=NOW, expected_version=3)
    assert read("p1") == (4, PersonRecord(called="nieuw"))
    assert verify().holds
    assert read("p2") is None


def test_the_decision_is_in_the_register_and_on_the_list(installed):
    fill()
    destroy(CASE, "police", decision=decision("d-1", reason=Reason.COURT_ORDER, ground="avg-17"))
    destroy(CASE, "om", decision=decision("d-2"))
    rows = DestructionRow.objects.order_by("number")
    assert [(r.number, r.decision, r.org, r.by, r.reason, r.ground) for r in rows] == [
        (1, "d-1", "police", "officer-9", "court_order", "avg-17"),
        (2, "d-2", "om", "officer-9", "retention_ended", "wpg-art-14"),
    ]
    assert [record.hash for record in destroyed.listed()] == [row.hash for row in rows]


def test_a_decision_carried_out_twice_destroys_once(installed):
    fill()
    assert destroy(CASE, "police", decision=decision("d-1")) == 2
    add(a_new_event("case.closed"), org="police")
    assert destroy(CASE, "police", decision=decision("d-1")) == 0
    assert len(store.read(CASE)) == 2
    with pytest.raises(DestructionRefusedError):
        destroy(CASE, "om", decision=decision("d-1"))


def test_what_is_not_there_cannot_be_destroyed(installed):
    fill()
    with pytest.raises(UnknownStreamError):
        destroy("case/nobody", "police", decision=decision())
    with pytest.raises(DestructionRefusedError):
        destroy(CASE, "veilig_thuis", decision=decision())
    with pytest.raises(InvalidIdError) as refused:
        destroy(CASE, "police", decision=decision(ground="omdat Jan het vroeg"))
    assert "Jan" not in str(refused.value)
    assert not DestructionRow.objects.exists()
    assert len(store.read(CASE)) == 3


def test_hooks_hear_of_it(installed, monkeypatch):
    fill()
    heard = []
    monkeypatch.setattr(hooks, "on_destruction", [lambda *told: heard.append((*told, len(store.read(CASE))))])
    destroy(CASE, "om", decision=decision())
    assert heard == [(CASE, "om", 2)]


@pytest.mark.parametrize("moment", ["before the list", "after the list", "after the keys", "while telling"])
def test_a_destruction_that_was_cut_off_is_finished_at_the_next_start(installed, monkeypatch, moment):
    fill()

    def power_cut(*_):
        raise SystemExit

    after_keys = key_store().destroy
    target = {
        "before the list": (destroyed, "write", power_cut),
        "after the list": (key_store(), "destroy", power_cut),
        "after the keys": (key_store(), "destroy", lambda keys: power_cut(after_keys(keys))),
        "while telling": (hooks, "destroyed", power_cut),
    }[moment]
    with monkeypatch.context() as broken, pytest.raises(SystemExit):  # noqa: PT012 - it ends within
        broken.setattr(*target)
        destroy(CASE, "police", decision=decision("d-1"))
    begun = moment != "before the list"
    start.check()
    assert readable() == ({"om"} if begun else {"police", "om", "note"})
    assert DestructionRow.objects.filter(decision="d-1").exists() == begun
    assert verify().holds
    destroy(CASE, "om", decision=decision("d-2"))
    assert verify().holds


def every_byte(*folders):
    return b"".join(path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def traces(content, ciphers):
    """Return what of the planted canaries can be found in bytes, or opened with a key found in them."""
    spellings = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()]
    spellings += [base64.b64encode(CANARY.encode()[shift:])[2:-4] for shift in range(3)]
    return [spelling for spelling in spellings if spelling in content] + [c for c in ciphers if c in content]


def test_no_byte_of_it_is_left_in_any_file(installed):
    fill()
    write("p1", PersonRecord(called=CANARY), by="a", org="police", clock=NOW, expected_version=0)
    store.read(CASE)
    locked = [row[0] for row in key_store()._file.db.execute("SELECT locked FROM data_key")]
    assert set(traces(every_byte(installed.home / "keys"), locked)) == set(locked)
    destroy_case(CASE, decision=decision())
    destroy_person("p1", decision=decision())
    folders = [installed.home, *([installed.server.data] if installed.server else [])]
    if installed.server:
        with installed.server.connect(installed.name) as superuser:
            superuser.execute("CHECKPOINT")
    assert traces(every_byte(*folders), locked) == []


def test_an_older_backup_does_not_bring_it_back(sqlite_store):
    fill()
    write_checkpoint(NOW)
    connection.close()
    key_store().close()
    backup = sqlite_store.home.parent / "backup"
    shutil.copytree(sqlite_store.home, backup)
    destroy(CASE, "police", decision=decision("d-1"))
    connection.close()
    key_store().close()
    for part in ("keys", "houvast.sqlite3"):  # the checkpoints and the list are in neither backup
        target = sqlite_store.home / part
        for stale in sqlite_store.home.glob(f"{part}-*"):
            stale.unlink()
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        (shutil.copytree if (backup / part).is_dir() else shutil.copy)(backup / part, target)
    story_cache.clear()
    assert readable() == {"police", "om", "note"}  # the restore is not finished
    assert not verify().holds
    assert apply_destroyed() == 2
    assert readable() == {"om"}
    assert verify().holds
    assert apply_destroyed() == 0
