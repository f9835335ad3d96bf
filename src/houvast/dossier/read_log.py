# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the log of looks. Nothing is shown of which this has no row on disk."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, transaction
from django.utils.crypto import salted_hmac

from houvast.core.access import Viewer
from houvast.core.errors import HouvastError
from houvast.core.events import Category, PersonId
from houvast.core.events.values import Party
from houvast.core.rules import Extent
from houvast.core.sharing import Decision
from houvast.dossier.log_models import ReadLog

ACTIVITY = "case.look"
SUBJECT_TYPE = "person_pseudonym"
INVALID = "invalid"
"""Stands in the log for what is no code: it may be text that tells of people."""

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_GROUND = re.compile(r"[A-Za-z0-9§][A-Za-z0-9§ .,:()/_-]{0,79}")


class LogUnavailableError(HouvastError):
    """The log of looks cannot be written, so nothing is shown."""

    code = "log_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "The log of who looked cannot be written now, so nothing of this case is shown: nobody may look unseen. "
            "Try again; if it stays so, warn the administrator. In danger, call the control room."
        )


class InvalidGroundError(HouvastError):
    """A ground for looking that is no code or reference."""

    code = "invalid_ground"

    def __init__(self) -> None:
        super().__init__(
            "The ground for looking is no code or reference, so nothing was shown: the log keeps it and may not tell "
            "of people. Give an article or a code of at most 80 characters, such as `Wpg art. 16` or `acute_report`."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look as the log keeps it. `decisions` are those for what there is in the case."""

    viewer: Viewer
    case: str
    purpose: str
    ground: str | None
    at: datetime
    known_at: datetime
    subjects: frozenset[PersonId]
    decisions: Mapping[tuple[Category, Party], Decision]
    refused: bool
    failed: bool


def check_ground(ground: str | None) -> None:
    """Refuse a ground that is no code or reference.

    Raises:
        InvalidGroundError: It is not.
    """
    if ground is not None and not _GROUND.fullmatch(ground):
        raise InvalidGroundError


@contextmanager
def on_disk() -> Iterator[None]:
    """Keep what is written inside: all of it is on disk afterwards, whatever transaction the caller has in mind.

    Raises:
        LogUnavailableError: The database does not take it.
    """
    try:
        with transaction.atomic(durable=True):
            yield
    except Error:
        raise LogUnavailableError from None


def write(look: Look) -> str:
    """Write one row for each person in the case, or one without a person, and return their trace id."""
    trace_id = secrets.token_hex(16)
    viewer = look.viewer
    people: list[PersonId | None] = [*sorted(look.subjects)] or [None]
    ReadLog.objects.bulk_create(
        ReadLog(
            trace_id=trace_id,
            span_id=secrets.token_hex(8),
            status="ERROR" if look.failed else "OK",
            activity=ACTIVITY,
            data_subject=pseudonym(person) if person else "",
            data_subject_type=SUBJECT_TYPE,
            actor=viewer.actor,
            organisation=viewer.organisation,
            roles=",".join(sorted(viewer.roles)),
            acts_for=",".join(sorted(viewer.acts_for)),
            case=look.case,
            purpose=look.purpose if _CODE.fullmatch(look.purpose) else INVALID,
            ground=look.ground or "",
            rules=_rules(look.decisions),
            extents=_extents(look.decisions),
            refused=look.refused,
            known_at=look.known_at,
            at=look.at,
        )
        for person in people
    )
    return trace_id


def pseudonym(person: PersonId) -> str:
    """Return by which name the log knows a person: always the same, and of no use without this installation's key."""
    return salted_hmac("houvast.read_log", person, algorithm="sha256").hexdigest()


def _rules(decisions: Mapping[tuple[Category, Party], Decision]) -> str:
    """Return which rule decided on what, and the ground that it gives: whoever looked named none, or another."""
    used: dict[str, dict[str, dict[str, str]]] = {}
    for (category, party), decision in decisions.items():
        if decision.rule:
            rule = f"{decision.rule}@{decision.rule_version}"
            used.setdefault(category, {})[party] = {"ground": decision.ground, "rule": rule}
    return _json(used)


def _extents(decisions: Mapping[tuple[Category, Party], Decision]) -> str:
    shown: dict[str, dict[str, Extent]] = {}
    for (category, party), decision in decisions.items():
        shown.setdefault(category, {})[party] = decision.extent
    return _json(shown)


def _json(found: Mapping[str, object]) -> str:
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
