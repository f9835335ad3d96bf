# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A backup brings back all that was, and nothing of what has been destroyed since."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.case_histories import a_case
from tests.generators import a_new_event

from houvast.core.events import ActorId, OrganisationId, StreamId
from houvast.dossier import (
    backup,
    checkpoints,
    destroyed,
    destruction,
    key_backup,
    keys,
    outbox,
    projections,
    restore,
    start,
    store,
    story_cache,
    verification,
)
from houvast.dossier.backup_files import MANIFEST, BackupDamagedError, BackupTargetError, read_manifest
from houvast.dossier.destruction import Decision, Reason
from houvast.dossier.errors import KeyMissingError, KeyWrongError
from houvast.dossier.key_backup import KeyBackupExpiredError, KeyRestoreRefusedError
from houvast.dossier.projection_models import OutboxRow, RestoreRow
from houvast.dossier.restore import RestoreRefusedError, RestoreUnfinishedError

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=200)
CANARY = "kanarie-7b1f-zij-woont-nu-bij-haar-zus"
CANARY_BYTES = CANARY.encode()
POLICE, OM = OrganisationId("police.veenrand-1"), OrganisationId("om.parket-1")
DECISION = Decision(
    id="decision-1", by=ActorId("officer-9"), reason=Reason.RETENTION_ENDED, ground="wpg-14", decided_at=LATER
)


def write(stream, *events, org=POLICE, clock=NOW):
    return store.append(StreamId(stream), events, by=ActorId("officer-1"), org=org, clock=clock, expected_seq=None)


def a_region(cases=3, events=40):
    for number in range(cases):
        for clock, batch in a_case(events, seed=number, start=NOW):
            write(f"case/{number}", *batch, clock=clock)


def state():
    """Return everything that was recorded, opened, and the work lists."""
    story_cache.clear()
    return {stream: store.read_all(stream) for stream in store.streams("")}, projections.dump()


@pytest.fixture
def empty(installed, workshop, tmp_path, django_db_blocker):
    """Another, empty installation on another machine: it has the master key and the checkpoints, and nothing else."""
    made = []

    def make(*, with_keys=None):
        home = tmp_path / f"other-{len(made)}"
        new = workshop.make(installed.backend, home)
        made.append(new)
        shutil.copytree(installed.home / "checkpoints", home / "checkpoints")
        (home / "keys").mkdir()
        for name in ("master.key", "checkpoint.key"):
            shutil.copy(installed.home / "keys" / name, home / "keys" / name)
        return new

    yield make
    for new in made:
        new.drop()


def everything(folder, needle=CANARY_BYTES):
    """Name the files under a folder in which some bytes can be read."""
    return [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_a_restored_installation_is_what_it_was(installed, empty, tmp_path):
    a_region()
    outbox.enqueue("file_notification", {"stream": "case/1"}, key="key/1", at=NOW)
    checkpoints.write_checkpoint(NOW + timedelta(days=150))
    projections.rebuild(LATER)
    progress = []
    manifest = backup.backup(tmp_path / "copy", LATER, on_progress=lambda *seen: progress.append(seen))
    assert progress[-1] == (manifest.rows, manifest.rows)
    key_backup.backup_keys(tmp_path / "keys", LATER)
    before = state()
    with empty().in_use():
        assert key_backup.restore_keys(tmp_path / "keys", LATER) == len(keys.key_store().present())
        report = restore.restore(tmp_path / "copy", LATER)
        assert state() == before
        assert (report.backup, report.rows, report.events) == (manifest.id, manifest.rows, 120)
        assert (report.shorter, report.destroyed_keys) == ((), 0)
        assert OutboxRow.objects.get().key == "key/1"
        assert verification.verify().holds
        restore.refuse_unfinished_restore()
        write("case/1", a_new_event("note.added", at=LATER), clock=LATER)  # and work goes on
        outbox.enqueue("file_notification", {"stream": "case/1"}, key="key/2", at=NOW)


def test_two_backups_of_one_state_are_the_same(installed, tmp_path):
    a_region(cases=2)
    first = backup.backup(tmp_path / "first", NOW)
    assert backup.backup(tmp_path / "second", LATER).id == first.id
    write("case/1", a_new_event("note.added"))
    assert backup.backup(tmp_path / "third", LATER).id != first.id


def test_a_backup_is_one_moment_while_others_write(installed, tmp_path):
    a_region(cases=2)
    seen = []

    def write_in_between(done, _total):
        if not seen:
            seen.append(done)
            another_process_appends(installed)

    manifest = backup.backup(tmp_path / "copy", LATER, on_progress=write_in_between)
    rows = {table.model: table.rows for table in manifest.tables}
    assert rows["dossier.eventrow"] == 80
    assert rows["dossier.headrow"] == 2
    assert store.head(StreamId("case/new")).seq == 1


def another_process_appends(installed):
    import subprocess
    import sys

    program = (
        "import django; django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from houvast.dossier import hooks, store\n"
        "from tests.generators import a_new_event\n"
        "store.append('case/new', [a_new_event('note.added')], by='officer-1', org='police',"
        " clock=datetime(2026, 3, 2, 9, 30, tzinfo=UTC), expected_seq=0)"
    )
    subprocess.run([sys.executable, "-c", program], env=installed.environment, check=True, timeout=60)


def test_no_key_is_in_a_backup(installed, tmp_path):
    write("case/1", a_new_event("note.added", facts=CANARY))
    backup.backup(tmp_path / "copy", NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    database = keys.key_store()._file.db
    secrets = [row[0] for row in database.execute("SELECT locked FROM data_key")]
    master = (installed.home / "keys" / "master.key").read_bytes().strip()
    assert secrets
    for secret in [*secrets, master]:
        assert everything(tmp_path / "copy", secret) == []
    assert everything(tmp_path / "copy") == []
    assert everything(tmp_path / "keys", master) == []
    assert not any(path.stat().st_mode & 0o077 for path in (tmp_path / "copy", tmp_path / "keys"))


@pytest.mark.parametrize("what", ["organisation", "note", "case", "person"])
def test_what_was_destroyed_after_a_backup_does_not_come_back(installed, empty, tmp_path, what):
    a_region(cases=1)
    [note] = write("case/1", a_new_event("note.added", facts=CANARY))
    write("case/1", a_new_event("report.made", narrative=CANARY))
    write("case/1", a_new_event("note.added", facts="van het OM"), org=OM)
    write("person/1", a_new_event("note.added", facts=CANARY))
    checkpoints.write_checkpoint(NOW + timedelta(days=150))
    backup.backup(tmp_path / "copy", NOW + timedelta(days=150))
    key_backup.backup_keys(tmp_path / "keys", LATER)
    {
        "organisation": lambda: destruction.destroy(StreamId("case/1"), POLICE, decision=DECISION),
        "note": lambda: destruction.destroy_document(StreamId("case/1"), POLICE, note.id, decision=DECISION),
        "case": lambda: destruction.destroy_case(StreamId("case/1"), decision=DECISION),
        "person": lambda: destruction.destroy_person("1", decision=DECISION),
    }[what]()
    gone = set(destroyed.last_sealed())
    assert gone
    locked = {row[0]: row[1] for row in _rows(tmp_path / "keys" / keys.FILE)}
    other = empty()
    with other.in_use():
        key_backup.restore_keys(tmp_path / "keys", LATER)
        assert not gone & keys.key_store().present()
        report = restore.restore(tmp_path / "copy", LATER)
        assert report.events == 44
        read = {stream: store.read_all(stream) for stream in store.streams("")}
        for folder in (other.home, *(_data_folder(other))):
            assert everything(folder) == []
            for key in gone:
                assert everything(folder, locked[key]) == []
        held = [str(event.data) for found in read.values() for event in found.events]
        assert sum(CANARY in text for text in held) == {"organisation": 1, "note": 2, "case": 1, "person": 2}[what]
        assert verification.verify(until=NOW + timedelta(days=150)).holds


def _rows(path):
    import sqlite3

    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT id, locked FROM data_key").fetchall()
    database.close()
    return rows


def _data_folder(installation):
    return [installation.server.data] if installation.server else []


def test_the_search_finds_what_can_be_read(installed):
    outbox.enqueue("receive", {"stream": "case/1"}, key=CANARY, at=NOW)
    folder = installed.home if installed.server is None else installed.server.data
    assert everything(folder)


def test_what_came_after_the_backup_is_named(installed, empty, tmp_path):
    write("case/1", a_new_event("note.added"))
    write("case/2", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    write("case/1", a_new_event("note.added"))
    write("case/3", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW + timedelta(hours=1))
    with empty().in_use():
        key_backup.restore_keys(tmp_path / "keys", NOW)
        assert restore.restore(tmp_path / "copy", LATER).shorter == ("case/1", "case/3")
        write("case/1", a_new_event("note.added", seed=2))
        checkpoints.write_checkpoint(LATER)  # a new file, because the old one tells of what is lost
        assert verification.verify().holds


def damage_cut(folder):
    file = folder / "dossier.eventrow.jsonl"
    file.write_bytes(file.read_bytes()[:-40])


def damage_byte(folder):
    file = folder / "dossier.headrow.jsonl"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def damage_manifest(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["tables"][0]["rows"] += 1
    (folder / MANIFEST).write_text(json.dumps(manifest))


def damage_format(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 99}))


DAMAGES = {
    "a file cut off": damage_cut,
    "a byte changed": damage_byte,
    "a file missing": lambda folder: (folder / "dossier.eventrow.jsonl").unlink(),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "half a manifest": lambda folder: (folder / MANIFEST).write_text((folder / MANIFEST).read_text()[:200]),
    "a manifest that was changed": damage_manifest,
    "a manifest of another sort": lambda folder: (folder / MANIFEST).write_text("[1, 2]"),
    "a format of the future": damage_format,
    "not a folder": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_restores_nothing(installed, empty, tmp_path, damage):
    a_region(cases=1)
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", LATER)
    DAMAGES[damage](tmp_path / "copy")
    with empty().in_use():
        with pytest.raises(BackupDamagedError):
            restore.restore(tmp_path / "copy", LATER)
        assert list(store.streams("")) == []
        assert not RestoreRow.objects.exists()
        restore.refuse_unfinished_restore()


def test_a_backup_that_was_cut_off_has_no_name(installed, tmp_path):
    a_region(cases=1)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.backup(tmp_path / "copy", NOW, on_progress=stop)
    assert not (tmp_path / "copy").exists()
    write("case/1", a_new_event("note.added"))  # and the database is as free as it was
    with pytest.raises(BackupDamagedError):
        read_manifest(tmp_path / "copy.unfinished")
    assert backup.backup(tmp_path / "copy", NOW).rows > 40


def test_a_backup_never_overwrites_another(installed, tmp_path):
    backup.backup(tmp_path / "copy", NOW)
    before = (tmp_path / "copy" / MANIFEST).read_bytes()
    with pytest.raises(BackupTargetError):
        backup.backup(tmp_path / "copy", LATER)
    with pytest.raises(BackupTargetError):
        key_backup.backup_keys(tmp_path / "copy", LATER)
    assert (tmp_path / "copy" / MANIFEST).read_bytes() == before


def test_a_restore_that_fails_half_way_leaves_nothing(installed, empty, tmp_path):
    a_region(cases=1)
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", LATER)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with empty().in_use():
        with pytest.raises(KeyboardInterrupt):
            restore.restore(tmp_path / "copy", LATER, on_progress=stop)
        assert list(store.streams("")) == []
        restore.refuse_unfinished_restore()


def test_a_restore_is_not_finished_before_the_destroyed_keys_are_gone(installed, empty, tmp_path, monkeypatch):
    write("case/1", a_new_event("note.added", facts=CANARY))
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    with empty().in_use():
        key_backup.restore_keys(tmp_path / "keys", NOW)
        with monkeypatch.context() as patched:
            patched.setattr(destruction, "apply_destroyed", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                restore.restore(tmp_path / "copy", LATER)
        with pytest.raises(RestoreUnfinishedError):
            start.check()
        report = restore.restore(tmp_path / "copy", LATER)  # once more, and now to the end
        assert report.events == 1
        restore.refuse_unfinished_restore()


def test_a_backup_that_somebody_changed_with_care_stays_closed(installed, empty, tmp_path):
    """Whoever changes an event and mends every sum of the backup still cannot mend the chain."""
    write("case/1", a_new_event("note.added"), a_new_event("note.added", seed=1))
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    file = tmp_path / "copy" / "dossier.eventrow.jsonl"
    file.write_text(file.read_text().replace("officer-1", "officer-2"))
    forge(tmp_path / "copy")
    with empty().in_use():
        key_backup.restore_keys(tmp_path / "keys", NOW)
        with pytest.raises(RestoreUnfinishedError):
            restore.restore(tmp_path / "copy", LATER)
        with pytest.raises(RestoreUnfinishedError):
            restore.refuse_unfinished_restore()


def forge(folder):
    from houvast.dossier.backup_files import Table, hash_of, identity

    raw = json.loads((folder / MANIFEST).read_text())
    for table in raw["tables"]:
        table["sha256"] = hash_of(folder / f"{table['model']}.jsonl")
    tables = [Table(t["model"], tuple(t["columns"]), t["rows"], t["sha256"]) for t in raw["tables"]]
    (folder / MANIFEST).write_text(json.dumps(raw | {"id": identity(tables)}))


def test_nothing_is_restored_over_what_is_there(installed, empty, tmp_path):
    write("case/1", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", NOW)
    with pytest.raises(RestoreRefusedError):
        restore.restore(tmp_path / "copy", LATER)
    assert store.head(StreamId("case/1")).seq == 1


def test_a_backup_of_other_tables_is_refused(installed, empty, tmp_path):
    checkpoints.write_checkpoint(NOW)
    keys.key_store()
    backup.backup(tmp_path / "copy", NOW)
    raw = json.loads((tmp_path / "copy" / MANIFEST).read_text())
    (tmp_path / "copy" / MANIFEST).write_text(
        json.dumps(raw | {"migrations": [*raw["migrations"], "dossier.9999_next"]})
    )
    with empty().in_use(), pytest.raises(RestoreRefusedError):
        restore.restore(tmp_path / "copy", LATER)


def test_a_key_backup_expires_and_is_thrown_away(installed, empty, tmp_path):
    write("case/1", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    old = key_backup.backup_keys(tmp_path / "copies" / "old", NOW)
    key_backup.backup_keys(tmp_path / "copies" / "new", NOW + timedelta(days=1))
    assert old.expires_at == NOW + timedelta(days=30)
    with empty().in_use(), pytest.raises(KeyBackupExpiredError):
        key_backup.restore_keys(tmp_path / "copies" / "old", old.expires_at)
    assert key_backup.throw_away_expired(tmp_path / "copies", old.expires_at) == ["old"]
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["new"]


def test_a_damaged_key_backup_restores_nothing(installed, empty, tmp_path):
    write("case/1", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    file = tmp_path / "keys" / keys.FILE
    file.write_bytes(file.read_bytes()[:-1])
    other = empty()
    with other.in_use():
        with pytest.raises(BackupDamagedError):
            key_backup.restore_keys(tmp_path / "keys", NOW)
        assert not keys.key_store().present()


def test_keys_go_back_only_to_where_there_are_none_and_the_master_key_fits(installed, empty, tmp_path):
    write("case/1", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    key_backup.backup_keys(tmp_path / "keys", NOW)
    with pytest.raises(KeyRestoreRefusedError):
        key_backup.restore_keys(tmp_path / "keys", NOW)
    other = empty()
    with other.in_use():
        (other.home / "keys" / "master.key").unlink()
        with pytest.raises(KeyMissingError):
            key_backup.restore_keys(tmp_path / "keys", NOW)
    another = empty()
    with another.in_use():
        (another.home / "keys" / "master.key").write_bytes(b"A" * 43 + b"=\n")
        with pytest.raises(KeyWrongError):
            key_backup.restore_keys(tmp_path / "keys", NOW)


def test_every_table_is_in_the_backup_or_left_out_for_a_reason(installed, tmp_path):
    with connection.cursor() as cursor:
        there = {name for name in connection.introspection.table_names(cursor) if not name.startswith("django_")}
    from django.apps import apps

    from houvast.dossier import tables

    copied = {tables.sql_name(apps.get_model(t.model)) for t in backup.backup(tmp_path / "copy", NOW).tables}
    left_out = {tables.sql_name(model) for model in apps.get_models() if tables.label(model) in tables.LEFT_OUT}
    assert copied | left_out == there
    assert not copied & left_out


def test_a_restore_makes_the_tables_where_there_are_none(sqlite_store, tmp_path):
    write("case/1", a_new_event("note.added"))
    checkpoints.write_checkpoint(NOW)
    backup.backup(tmp_path / "copy", NOW)
    before = state()[0]
    connection.close()
    for file in sqlite_store.home.glob("houvast.sqlite3*"):
        file.unlink()
    assert restore.restore(tmp_path / "copy", NOW).events == 1
    assert state()[0] == before
    start.check()
