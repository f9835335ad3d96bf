# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key store: one key for each scope, locked with a master key that is never lost, swapped or left readable."""

import multiprocessing
import os
import stat

import pytest

from houvast.dossier import destroyed, master_key
from houvast.dossier.errors import HouvastError, KeyDestroyedError, KeyMissingError, KeyWrongError
from houvast.dossier.keys import FILE, KeyStore, Scope

SCOPE = Scope("case/1", "police")
NONCE = b"n" * 12


@pytest.fixture
def folder(tmp_path, settings):
    settings.HOUVAST_CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path / "keys"


@pytest.fixture
def keys(folder):
    store = KeyStore(folder)
    yield store
    store.close()


def seal(store, scope=SCOPE, content=b"secret"):
    key_id = store.id_for(scope)
    return key_id, store.cipher(key_id).encrypt(NONCE, content, b"")


def test_a_scope_has_one_key_and_another_scope_another(keys):
    scopes = [
        Scope("case/1", "police"),
        Scope("case/1", "om"),
        Scope("case/2", "police"),
        Scope("case/1", "police", "e1"),
    ]
    ids = [keys.id_for(scope) for scope in scopes]
    assert len(set(ids)) == 4
    assert [keys.id_for(scope) for scope in scopes] == ids
    assert set(keys.ids(stream="case/1", org="police")) == {ids[0], ids[3]}
    assert keys.ids(stream="case/1", single="e1") == (ids[3],)
    assert keys.present() == set(ids)


def test_files_are_for_their_owner_only(keys, folder):
    seal(keys)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in (FILE, master_key.FILE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_no_key_lies_open_in_the_file(keys, folder, monkeypatch):
    made = []
    new_key = master_key.new_key
    monkeypatch.setattr(master_key, "new_key", lambda: made.append(new_key()) or made[-1])
    seal(keys)
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert made
    assert not any(key in content for key in made)


def test_keys_survive_a_restart(keys, folder):
    key_id, sealed = seal(keys)
    again = KeyStore(folder)
    assert again.id_for(SCOPE) == key_id
    assert again.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
    again.close()


def broken_master_keys():
    return {
        "missing": (KeyMissingError, lambda path: path.unlink()),
        "another": (KeyWrongError, lambda path: master_key.write(path, master_key.new_key())),
        "short": (KeyWrongError, lambda path: path.write_bytes(b"c2hvcnQ=")),
        "no base64": (KeyWrongError, lambda path: path.write_bytes(b"=")),
    }


@pytest.mark.parametrize("how", broken_master_keys())
def test_it_does_not_open_with_a_missing_or_wrong_master_key(keys, folder, how):
    error, spoil = broken_master_keys()[how]
    seal(keys)
    spoil(folder / master_key.FILE)
    with pytest.raises(error) as stopped:
        KeyStore(folder)
    assert stopped.value.code in {"key_missing", "key_wrong"}
    assert (folder / master_key.FILE).exists() == (how != "missing")  # and it made no new one


def test_rotation_locks_every_key_anew_and_the_old_master_key_opens_nothing(keys, folder):
    key_id, sealed = seal(keys)
    old = (folder / master_key.FILE).read_bytes()
    assert keys.rotate() == 1
    assert (folder / master_key.FILE).read_bytes() != old
    assert keys.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
    again = KeyStore(folder)
    assert again.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
    again.close()
    (folder / master_key.FILE).write_bytes(old)
    with pytest.raises(KeyWrongError):
        KeyStore(folder)


def test_another_process_goes_on_over_a_rotation(keys, folder):
    key_id, sealed = seal(keys)
    other = KeyStore(folder)
    for _ in range(3):
        keys.rotate()
        assert other.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
        assert other.id_for(Scope("case/new", "om")) == keys.id_for(Scope("case/new", "om"))
    other.close()


@pytest.mark.parametrize("committed", [True, False])
def test_a_rotation_that_was_cut_off_is_finished_or_never_was(keys, folder, committed, monkeypatch):
    key_id, sealed = seal(keys)

    def power_cut(*_):
        raise SystemExit

    monkeypatch.setattr(keys, "_refresh" if committed else "_next_generation", power_cut)
    with pytest.raises(SystemExit):
        keys.rotate()
    keys.close()
    again = KeyStore(folder)
    assert again.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
    assert (folder / master_key.NEXT_FILE).exists() is not committed
    again.rotate()
    assert again.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret"
    again.close()


def test_destroying_leaves_no_byte_of_the_key(keys, folder):
    ids = [seal(keys, Scope(f"case/{n}", "police"))[0] for n in range(40)]
    locked = {row[0]: row[1] for row in keys._file.db.execute("SELECT id, locked FROM data_key")}
    assert keys.destroy(ids[5:30]) == 25
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert [id_ for id_ in ids if locked[id_] in content] == ids[:5] + ids[30:]
    assert [id_ for id_ in ids if id_.encode() in content] == ids[:5] + ids[30:]


def test_another_process_that_held_the_key_notices_its_destruction(keys, folder):
    other = KeyStore(folder)
    key_id, _ = seal(other)
    before = other.generation()
    note(key_id)
    keys.destroy([key_id])
    with pytest.raises(KeyDestroyedError):
        other.cipher(key_id)
    assert other.generation() > before
    assert other.id_for(SCOPE) != key_id
    other.close()


def note(key_id):
    destroyed.write(
        destroyed.Destruction(
            number=1,
            decision="d",
            stream="case/1",
            seq=1,
            head="h",
            org="",
            keys=(key_id,),
            by="b",
            reason="r",
            ground="g",
            decided_at="t",
        )
    )


def test_a_key_that_nobody_decided_to_destroy_is_missing(keys):
    key_id, _ = seal(keys)
    keys._file.db.execute("DELETE FROM data_key")
    keys._opened.clear()
    with pytest.raises(KeyMissingError):
        keys.cipher(key_id)


def test_keys_of_two_scopes_cannot_be_swapped(keys):
    first, second = seal(keys)[0], seal(keys, Scope("case/2", "om"))[0]
    rows = dict(keys._file.db.execute("SELECT id, locked FROM data_key").fetchall())
    keys._file.db.execute("UPDATE data_key SET locked = ? WHERE id = ?", (rows[first], second))
    keys._opened.clear()
    with pytest.raises(KeyMissingError):
        keys.cipher(second)


def make_in_child(folder, results):
    store = KeyStore(folder)
    results.put([store.id_for(Scope(f"case/{n}", "police")) for n in range(30)])


def test_many_processes_make_one_key_for_one_scope(folder):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    children = [context.Process(target=make_in_child, args=(folder, results)) for _ in range(4)]
    for child in children:
        child.start()
    made = [results.get(timeout=60) for _ in children]
    for child in children:
        child.join()
    assert len({tuple(ids) for ids in made}) == 1


def test_it_works_on_after_a_fork(keys):
    key_id, sealed = seal(keys)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        ok = False
        try:
            ok = keys.cipher(key_id).decrypt(NONCE, sealed, b"") == b"secret" and bool(
                keys.id_for(Scope("case/9", "om"))
            )
        finally:
            os.write(writing, b"1" if ok else b"0")
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 1) == b"1"
    os.close(reading)
    os.close(writing)
    assert len(keys.present()) == 2


def test_messages_hold_no_key(keys, folder):
    _key_id, _ = seal(keys)
    secret = (folder / master_key.FILE).read_text().strip()
    (folder / master_key.FILE).unlink()
    with pytest.raises(HouvastError) as stopped:
        KeyStore(folder)
    assert secret not in str(stopped.value)
