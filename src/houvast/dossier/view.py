# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one viewer gets of a case, once it is decided what may be seen: events, picture, duties and signals.

Only `reading.look` calls this, after the log row is on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from houvast.core.access import Access, Viewer
from houvast.core.card import Card
from houvast.core.duties import Duty, DutyState
from houvast.core.events import Category, Event, EventId, StreamId
from houvast.core.events.values import Party
from houvast.core.picture import Picture, picture
from houvast.core.rules import DutyRule, Extent
from houvast.core.sharing import NOTHING, Decision
from houvast.core.signals import Signal, evaluate
from houvast.core.story import known
from houvast.core.window import Decide, Pointer, Share, owners, share, window
from houvast.rules import cards

ASKING = {DutyState.OPEN, DutyState.OVERDUE, DutyState.ASK}
"""The states in which a duty still asks something of its bearer."""

Decisions = Mapping[tuple[Category, Party], Decision]
Owners = Mapping[Category, frozenset[Party]]


@dataclass(frozen=True, slots=True)
class Existing:
    """Something is there of this category and organisation; who wants to know more asks somebody."""

    category: Category
    party: Party
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one viewer gets of one case, as known at one moment.

    A duty or signal of which its bearer may only know rule, term and whom to ask is a `Pointer`. With `place_hidden` no
    team, place or telephone number of anybody may be shown: it could give away where the victim lives.
    """

    case: StreamId
    viewer: Viewer
    known_at: datetime
    trace_id: str
    events: tuple[Event, ...] = ()
    duties: tuple[Duty | Pointer, ...] = ()
    signals: tuple[Signal | Pointer, ...] = ()
    existing: tuple[Existing, ...] = ()
    picture: Picture | None = None
    decisions: Decisions = field(default_factory=dict)
    place_hidden: bool = True

    @property
    def refused(self) -> bool:
        """Whether nothing is shown. Why is not said: a case that is not there looks the same as one that is hidden."""
        return not (self.events or self.existing)


def _nothing(_category: Category, _party: Party) -> Decision:
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What there is of a case, and what is decided about it, before anything is shown.

    `error` is why it could not be read or decided on. It is `hidden` where it would tell that the case is there to
    somebody who may not know that. A `damaged` case is the cause itself; else it is the rules or the whole store.
    `decisions` are those about what there is; `rights` have those about categories that are closed to the viewer too: a
    page that only knew the first would give away by its "none" what is not there.
    """

    events: tuple[Event, ...] = ()
    access: Access = field(default_factory=Access)
    card: Card | None = None
    decide: Decide = _nothing
    whose: Owners = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)
    rights: Decisions = field(default_factory=dict)
    error: Exception | None = None
    hidden: bool = False
    damaged: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing of the case may be seen."""
        return all(decision.extent is Extent.NOTHING for decision in self.decisions.values())

    @property
    def failed(self) -> bool:
        """Whether the case could not be read, or the policy not be applied."""
        return self.error is not None or any(decision.failed for decision in self.decisions.values())


def shown(view: View, judged: Judged, card: Card) -> View:
    """Return the view of a case of which something may be seen."""
    access, decide = judged.access, judged.decide
    past = known(judged.events, view.known_at)
    seen = window(past, decide, address_protected=access.address_protected)
    everyone = {party for parties in judged.whose.values() for party in parties}
    sees_places = all(decide(Category.LOCATION, party).extent is Extent.FULL for party in everyone)
    hidden = access.address_protected and not sees_places
    found = evaluate(judged.events, card, now=view.known_at)
    own = found if seen == tuple(past) else evaluate(seen, card, now=view.known_at)
    results = _Results(
        view=view,
        judged=judged,
        card=card,
        seen={event.id: event for event in seen},
        own=frozenset([*map(_duty_key, own.duties), *map(_signal_key, own.signals)]),
        place_hidden=hidden,
    )
    return replace(
        view,
        events=seen,
        duties=tuple(results.duties(found.duties)),
        signals=tuple(results.signals(found.signals)),
        existing=tuple(_existing(past, decide)),
        picture=picture(seen, cards().national if hidden else card, known_at=view.known_at),
        decisions=judged.rights,
        place_hidden=hidden,
    )


def _existing(past: Sequence[Event], decide: Decide) -> Iterator[Existing]:
    for category, parties in sorted(owners(past).items()):
        for party in sorted(parties):
            decision = decide(category, party)
            if decision.extent is Extent.EXISTS:
                yield Existing(category, party, decision.ask)


def _duty_key(duty: Duty) -> tuple[object, ...]:
    terms = duty.owed_at, duty.due, duty.ended_at, duty.review_at
    return "duty", duty.rule.id, duty.rule.version, duty.subject, duty.state, *terms, duty.because, duty.unknown


def _signal_key(signal: Signal) -> tuple[object, ...]:
    what = signal.id, signal.rule_version, signal.subject, signal.severity, signal.bearer
    return "signal", *what, signal.since, signal.end, signal.because


@dataclass(frozen=True, slots=True, kw_only=True)
class _Results:
    """Duties and signals of the whole case, as far as one viewer gets them.

    A result that also follows from the events that the viewer sees (`own`) rests on nothing hidden, so only the owners
    of its causes have a say. Any other one may rest on what anybody entered in its categories, and all of them do.
    """

    view: View
    judged: Judged
    card: Card
    seen: Mapping[EventId, Event]
    own: frozenset[tuple[object, ...]]
    place_hidden: bool
    found: dict[tuple[EventId, ...], Owners] = field(default_factory=dict)

    def duties(self, found: Iterable[Duty]) -> Iterator[Duty | Pointer]:
        for duty in found:
            how, ask = self._share(duty, duty.rule.id, _duty_key(duty))
            trigger = self.seen.get(duty.trigger.id)
            if how is Share.WHOLE and trigger is not None:
                yield duty._replace(trigger=trigger, rule=self._rule(duty.rule))
            elif how is Share.BEARER_ONLY and duty.state in ASKING:
                yield Pointer(rule=duty.rule.id, title=duty.rule.title, due=duty.due, ask=ask)

    def signals(self, found: Iterable[Signal]) -> Iterator[Signal | Pointer]:
        for signal in found:
            rule_id = signal.id.removeprefix("overdue:")
            how, ask = self._share(signal, rule_id, _signal_key(signal))
            if how is Share.WHOLE:
                yield signal
            elif how is Share.BEARER_ONLY:
                yield Pointer(rule=signal.id, title=self.card.versions(rule_id)[-1].title, due=signal.end, ask=ask)

    def _share(self, result: Duty | Signal, rule_id: str, key: tuple[object, ...]) -> tuple[Share, str]:
        if self.place_hidden and self._names_place(rule_id):
            return Share.NOTHING, ""
        judged, whose = self.judged, self.judged.whose
        if key in self.own:
            whose = self._owners(result.because)
        return share(result.categories, result.bearer, self.view.viewer, judged.access, judged.decide, whose)

    def _owners(self, because: tuple[EventId, ...]) -> Owners:
        """Return whose the causes of a result are; several results have the same."""
        if because not in self.found:
            self.found[because] = owners(self.seen[cause] for cause in because if cause in self.seen)
        return self.found[because]

    def _names_place(self, rule_id: str) -> bool:
        """Whether only the region where the victim lives has this rule, and the viewer does not work there."""
        here = self.judged.access.in_area_of(self.view.viewer)
        return not here and all(rule.id != rule_id for rule in cards().national.rules)

    def _rule(self, rule: DutyRule) -> DutyRule:
        """Return a rule that does not tell whose regional card it is on, where that may give a place away."""
        if not self.place_hidden or rule.region is None:
            return rule
        agreed = None if rule.agreed is None else replace(rule.agreed, by="regional")
        return replace(rule, region=None, agreed=agreed, note="")
