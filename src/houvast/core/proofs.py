# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What meets a duty: the first later event that fits, indexed once for all duties that ask for the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from houvast.core.events import organisation_kind
from houvast.core.events.values import Party
from houvast.core.timeline import YES, combine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.eras import Needed
    from houvast.core.events import Data, Event, EventId, SubjectId
    from houvast.core.inquiry import Inquiry
    from houvast.core.rules import Proof, Where
    from houvast.core.story import Version

VICTIM = Party.VICTIM
A_DAY = timedelta(days=1)
"""A proof may have happened up to a day before its trigger was entered: people act first and write later."""


def fits(data: Data, where: Where) -> bool:
    """Tell whether event data have the values that a rule asks for; of a list, one value is enough."""
    for field, allowed in where:
        value = getattr(data, field)
        if isinstance(value, tuple):
            if allowed.isdisjoint(value):
                return False
        elif value not in allowed:
            return False
    return True


Candidate = tuple["Event", "datetime", "datetime | None"]
"""An event that fits a proof, the latest entry of a trigger for which it counts, and when it was known to count.

The last is None where a required fact is not yes.
"""
Index = dict["SubjectId | None", tuple[list[int], list[Candidate]]]
"""What fits a proof in the order of the case, with the places: by subject, or all together."""


def first(
    inquiry: Inquiry, met_by: Sequence[Needed], trigger: Event, subject: SubjectId, now: datetime
) -> tuple[EventId | None, datetime | None, tuple[EventId, ...]]:
    """Return the first proof after a trigger, when it was known, and what came before it as proof but does not count.

    Args:
        inquiry: The case.
        met_by: What meets the duty; any of these is enough.
        trigger: The proof has to come after it.
        subject: What it has to be about, where the rule says so.
        now: The moment at which required facts are judged.
    """
    seq, entered = trigger.seq, trigger.entered
    best: EventId | None = None
    met_at: datetime | None = None
    failed: list[EventId] = []
    for needed in met_by:
        index = inquiry.proofs.get(needed)
        if index is None:
            index = inquiry.proofs[needed] = _indexed(inquiry, needed, now)
        candidates = index.get(subject if needed.about_same else None)
        if candidates is None:
            continue
        places, found = candidates
        for place in range(bisect_right(places, seq), len(places)):
            event, entered_by, since = found[place]
            if entered_by < entered:
                continue
            if since is None:
                failed.append(event.id)
            else:
                if met_at is None or since < met_at:
                    best, met_at = event.id, since
                if met_at <= event.recorded:  # what was recorded later cannot have been known earlier
                    break
    return best, met_at, tuple(failed)


def _indexed(inquiry: Inquiry, needed: Needed, now: datetime) -> Index:
    """Return what fits a proof: by subject, or all together."""
    proof = needed.proof
    index: Index = {}
    for version in inquiry.story.of(*needed.kinds):
        event, data, occurred, subject, since, until = version
        if until is not None or (proof.where and not fits(data, proof.where)):
            continue
        party = organisation_kind(event.org)
        if party == VICTIM or (proof.by is not None and party != proof.by):  # a private person does no one's duty
            continue
        counts = _since(inquiry, proof, version, now) if proof.requires or since != event.recorded else since
        places, found = index.setdefault(subject if needed.about_same else None, ([], []))
        places.append(event.seq)
        found.append((event, occurred.end + A_DAY, counts))
    return index


def _since(inquiry: Inquiry, proof: Proof, version: Version[Data], now: datetime) -> datetime | None:
    """Return from when an event counts: since it fits, also before a correction, and all required facts are yes."""
    since = _first_fitting(inquiry, proof, version)
    if not proof.requires:
        return since
    required = combine([inquiry.ask(name, version.subject) for name in proof.requires])
    return max(since, required.since(now)) if required.at(now) is YES else None


def _first_fitting(inquiry: Inquiry, proof: Proof, version: Version[Data]) -> datetime:
    since = version.since
    for earlier in reversed(inquiry.story.versions(version.event.id)[:-1]):
        if (
            earlier.until != since
            or type(earlier.data) is not type(version.data)
            or not fits(earlier.data, proof.where)
        ):
            break
        since = earlier.since
    return since
