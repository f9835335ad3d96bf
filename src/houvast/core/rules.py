# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a rule says, once it has been read: duties, terms, limits, standing rules, retention, signals and sharing.

Code holds how rules are applied; what they say stands in TOML under `houvast/rules/data`, each with its source.
What the law says and what was agreed locally are separate fields. `houvast.rules` makes these objects and checks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from houvast.core.events import Category, RegionId
    from houvast.core.events.values import Party, Role
    from houvast.core.terms import Term


class Severity(StrEnum):
    """How loudly a signal speaks."""

    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


class Confidence(StrEnum):
    """How sure we are of what a rule says: the mark of the place where it was found."""

    LAW = "law"
    GUIDELINE = "guideline"
    SEED = "seed"
    PRESS = "press"
    UNCERTAIN = "uncertain"


class About(StrEnum):
    """Whether a proof has to concern the same subject as the trigger, or only the same case."""

    SAME = "same"
    CASE = "case"


class Clock(StrEnum):
    """From which moment a term runs."""

    KNOWLEDGE = "knowledge"
    """From when it became owed."""
    OCCURRED_START = "occurred_start"
    """From the earliest moment at which the trigger can have happened: for preclusive terms."""
    OCCURRED_END = "occurred_end"
    """From the latest moment at which the trigger can have happened."""
    FIELD = "field"
    """From an instant in the data of the trigger, named by `field`."""
    BEFORE_FIELD = "before_field"
    """The term ends before an instant in the data of the trigger, named by `field`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A number that is agreed, not law: how long, by whom, and whether the agreement is local."""

    within: Term
    by: str
    local: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule has. `id` and `version` never change meaning; a new text is a new version."""

    id: str
    version: int
    valid_from: date
    title: str
    source: tuple[str, ...]
    confidence: Confidence
    compared: date
    law: str
    """What the source says, in its own words as far as they may be quoted; no number is read into it."""
    valid_until: date | None = None
    region: RegionId | None = None
    note: str = ""


Where = tuple[tuple[str, frozenset[str]], ...]
"""Fields of the event data with the values that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What meets a duty: the first later event of one of these kinds that fits."""

    kinds: tuple[str, ...]
    where: Where = ()
    about: About = About.CASE
    requires: tuple[str, ...] = ()
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(Rule):
    """Who must do what by when, once something happened.

    `within` is the number that the law gives, `agreed` the one that people agreed. `history = "each"` owes it for every
    event brought in with a confirmed hit, not once. `overdue_signal` names the signal that already says the same;
    otherwise the duty raises its own, of severity `overdue`.
    """

    on: tuple[str, ...]
    bearer_party: Party
    bearer_role: Role
    met_by: tuple[Proof, ...]
    where: Where = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    within: Term | None = None
    agreed: Agreement | None = None
    clock: Clock = Clock.KNOWLEDGE
    field: str | None = None
    extend_to_working_day: bool = False
    history: str = "once"
    may_decide_otherwise: bool = True
    overdue: Severity = Severity.NOTICE
    overdue_signal: str | None = None

    @property
    def bearer(self) -> str:
        """The bearer as pages name it, e.g. `police.case_holder`."""
        return f"{self.bearer_party}.{self.bearer_role}"

    @property
    def term(self) -> Term | None:
        """The number that counts: what was agreed (never longer than the law), else the law's."""
        return self.agreed.within if self.agreed else self.within


class Each(StrEnum):
    """What a signal is about: the case, or every subject of one kind in it."""

    CASE = "case"
    REPORT = "report"
    ASSESSMENT = "assessment"
    ORDER = "order"
    STOP_TALK = "stop_talk"
    VIOLATION = "violation"
    MESSAGE = "message"
    MARK = "mark"
    COMPLAINT_TERM = "complaint_term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """When a signal gets a severity: at once, so long after its condition began, or before the subject's end."""

    severity: Severity
    after: Term | None = None
    before: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRule(Rule):
    """What must not be overlooked. `text` is the sentence that people read."""

    text: str
    levels: tuple[Raise, ...]
    for_each: Each = Each.CASE
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    bearer_party: Party | None = None
    bearer_role: Role | None = None
    refuses: tuple[str, ...] = ()
    """Planned kinds that are refused where this signal would stand, unless a reason is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule(Rule):
    """How long something lasts by law or agreement, without anybody having to act."""

    subject: str
    lasts: Term
    extend_to_working_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule(Rule):
    """A number that may not be passed: `at_most` or `at_least`, in the unit of its name."""

    subject: str
    unit: str
    at_most: int | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRule(Rule):
    """What an organisation sees to at all times or in a fixed rhythm; not started by an event of one case."""

    bearer_party: Party
    every: Term | None = None
    at_least: int | None = None
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Rule):
    """How long an organisation keeps what, and what then happens."""

    party: Party
    keeps: str
    lasts: Term | None
    then: str


class Extent(StrEnum):
    """How much of an event somebody may see."""

    FULL = "full"
    PARTLY = "partly"
    EXISTS = "exists"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRule(Rule):
    """Who may see which categories, to what extent, on which ground and with which restrictions.

    `parties` and `roles` are the viewer's (no roles: every role of the party); `of` are the organisations whose events
    it concerns (none: all). `needs` are the grounds of access that the viewer must have (`involved`, `area`, `consent`,
    `consultation`, `high_risk`); any of them is enough.
    """

    parties: tuple[Party, ...]
    categories: tuple[Category, ...]
    extent: Extent
    ground: str
    roles: tuple[Role, ...] = ()
    of: tuple[Party, ...] = ()
    needs: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    except_: tuple[Category, ...] = ()
    ask: str = ""
