# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must be true before anybody works with a store; and what a database is marked as."""

import shutil

import pytest
from tests.contracts.store_contract import CASE, add
from tests.dossier.decisions import decision
from tests.generators import NOW, a_new_event

from houvast.dossier import marking, start, store
from houvast.dossier.destruction import destroy_case
from houvast.dossier.errors import KeyMissingError, KeyWrongError, NotDemoError
from houvast.dossier.keys import key_store
from houvast.dossier.master_key import FILE, new_key, write


def restart(installed):
    from houvast.dossier import keys

    key_store().close()
    keys._in.cache_clear()


def test_a_prepared_store_may_be_prepared_again(installed):
    add(a_new_event("case.opened"))
    start.prepare()
    assert len(store.read(CASE)) == 1


@pytest.mark.parametrize("how", ["missing", "wrong", "whole key store gone"])
def test_it_refuses_to_start_without_its_keys(installed, how):
    add(a_new_event("case.opened"))
    keys = installed.home / "keys"
    restart(installed)
    if how == "missing":
        (keys / FILE).unlink()
    elif how == "wrong":
        write(keys / FILE, new_key())
    else:
        shutil.rmtree(keys)
    with pytest.raises(KeyWrongError if how == "wrong" else KeyMissingError) as stopped:
        start.check()
    assert "put" in str(stopped.value).lower()
    assert (how == "missing") is not (keys / FILE).exists()


def test_it_refuses_an_empty_key_store_when_the_newest_key_was_destroyed(installed):
    add(a_new_event("case.opened"))
    add(a_new_event("case.opened"), stream="case/newer")
    destroy_case("case/newer", decision=decision())
    start.check()
    keys = installed.home / "keys"
    restart(installed)
    shutil.rmtree(keys)
    with pytest.raises(KeyMissingError):
        start.check()


def test_only_an_empty_database_can_be_marked_as_a_demonstration(installed):
    with pytest.raises(NotDemoError):
        marking.require_demo()
    add(a_new_event("case.opened"))
    with pytest.raises(NotDemoError):
        marking.mark_demo(NOW)
    assert not marking.is_demo()


def test_a_demonstration_stays_one(installed):
    marking.mark_demo(NOW)
    add(a_new_event("case.opened"))
    marking.mark_demo(NOW)
    marking.require_demo()
