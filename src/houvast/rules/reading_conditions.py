# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Duties and signals: the rules with conditions, which name kinds of events, fields of their data, and facts."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter

from houvast.core.calendar import Calendar
from houvast.core.events.values import Party, Role
from houvast.core.rules import About, Clock, DutyRule, Each, Proof, Raise, Severity, SignalRule, Where
from houvast.core.terms import Term
from houvast.rules.reading import Known, read_agreed, read_common, read_extension
from houvast.rules.spans import never_longer
from houvast.rules.table import Table, shown
from houvast.rules.vocabulary import (
    PLACEHOLDERS,
    RAISED_BY_DUTIES,
    WITH_AN_END,
    fact_scopes,
    instants,
    is_planned,
    kinds,
    matchable,
    subject_of,
)

_NEEDS_FIELD = frozenset({Clock.FIELD, Clock.BEFORE_FIELD})
_NEEDS_END = frozenset({"end"})


def read_duty(table: Table, known: Known) -> DutyRule | None:
    """Return a duty; None, with its mistakes noted, if it cannot be used."""
    on = _kinds(table, "on")
    scopes = {subject_of(kind) for kind in on}
    within = table.optional("within", table.term)
    party, role = _bearer(table)
    rule = DutyRule(
        **read_common(table, known),
        on=on,
        bearer_party=party,
        bearer_role=role,
        met_by=tuple(_proof(inner) for inner in table.tables("met_by")),
        where=_where(table, on),
        when=_facts(table, "when", scopes),
        unless=_facts(table, "unless", scopes),
        within=within,
        agreed=read_agreed(table),
        clock=table.choice("clock", Clock, Clock.KNOWLEDGE),
        field=table.optional("field", table.text),
        extend_to_working_day=read_extension(table, within, known),
        history=table.one_of("history", ("once", "each")) if "history" in table else "once",
        may_decide_otherwise=table.flag("may_decide_otherwise", default=True),
        overdue=table.choice("overdue", Severity, Severity.NOTICE),
        overdue_signal=table.optional("overdue_signal", table.text),
    )
    _check_clock(table, rule)
    if rule.agreed and not agreement_fits(rule, rule.agreed.within, known.calendar):
        table.note("agreed_longer_than_law", _too_long(rule), "agreed")
    return rule if table.close() else None


def agreement_fits(rule: DutyRule, agreed: Term, calendar: Calendar) -> bool:
    """Return whether what was agreed can never be later than the law's own number; so if the law gives none."""
    if rule.within is None:
        return True
    if rule.clock is Clock.BEFORE_FIELD:  # counted back: a longer term is earlier
        return never_longer(rule.within, agreed, calendar=calendar)
    return never_longer(agreed, rule.within, calendar=calendar)


def _too_long(rule: DutyRule) -> str:
    return (
        f"The law gives {rule.within}, and what was agreed can turn out later than that. An agreement may only be "
        "stricter than the law: agree on less, in the same unit if the two are close."
    )


def read_signal(table: Table, known: Known) -> SignalRule | None:
    """Return a signal; None, with its mistakes noted, if it cannot be used."""
    for_each = table.choice("for_each", Each, Each.CASE)
    party, role = _bearer(table) if "bearer" in table else (None, None)
    rule = SignalRule(
        **read_common(table, known),
        text=table.text("text"),
        levels=tuple(_level(inner, for_each) for inner in table.tables("levels")),
        for_each=for_each,
        when=_facts(table, "when", {for_each}),
        unless=_facts(table, "unless", {for_each}),
        bearer_party=party,
        bearer_role=role,
        refuses=_plans(table, for_each),
    )
    _check_placeholders(table, rule)
    if not rule.when and rule.id not in RAISED_BY_DUTIES:
        table.note("missing_key", "Nothing would ever raise this signal. Add the facts that do: when = [ … ].")
    return rule if table.close() else None


def _kinds(table: Table, key: str) -> tuple[str, ...]:
    names = table.names(key)
    if not table.values.get(key):
        table.note("missing_key", f'Nothing starts or meets this. Add the kind of event: {key} = "report.made".')
    known = kinds()
    return tuple(name for place, name in enumerate(names) if table.known(name, known, "unknown_kind", key, place))


def _facts(table: Table, key: str, scopes: Collection[Each]) -> tuple[str, ...]:
    """Return facts that can be asked where the rule asks them: about the case, or about the rule's own subject."""
    names = table.names(key)
    known = fact_scopes()
    for position, name in enumerate(names):
        if not table.known(name, known, "unknown_fact", key, position):
            continue
        if known[name] is not Each.CASE and scopes and set(scopes) != {known[name]}:
            about = " or ".join(sorted(scopes)) or "case"
            table.note(
                "fact_out_of_scope",
                f"{shown(name)} is a question about one {known[name]}, and this rule is about a {about}, so nobody "
                "could answer it. Ask it where such a subject is at hand, or ask for a fact about the case.",
                key,
                position,
            )
    return names


def _bearer(table: Table) -> tuple[Party, Role]:
    text = table.text("bearer")
    party, dot, role = text.partition(".")
    if text and not dot:
        table.note("unknown_role", f"{shown(text)} lacks a role. Write police.case_holder.", "bearer")
    elif text:
        fits = table.known(party, [str(each) for each in Party], "unknown_party", "bearer")
        if table.known(role, [str(each) for each in Role], "unknown_role", "bearer") and fits:
            return Party(party), Role(role)
    return Party.POLICE, Role.CASE_HOLDER


def _where(table: Table, on: Collection[str]) -> Where:
    inner = table.optional("where", table.table)
    if inner is None:
        return ()
    found: list[tuple[str, frozenset[str]]] = []
    for key in inner.values:
        values = inner.names(key)
        for kind in on:
            if not inner.known(key, matchable(kind), "unknown_field", key):
                continue
            for position, value in enumerate(values):
                inner.known(value, matchable(kind)[key], "unknown_value", key, position)
        found.append((key, frozenset(values)))
    return tuple(sorted(found, key=lambda pair: pair[0]))


def _proof(table: Table) -> Proof:
    names = _kinds(table, "kind")
    if "since" in table:
        table.one_of("since", ("trigger",))
    return Proof(
        kinds=names,
        where=_where(table, names),
        about=table.choice("about", About, About.CASE),
        requires=_facts(table, "requires", {subject_of(kind) for kind in names}),
        by=table.choice("by", Party, code="unknown_party") if "by" in table else None,
    )


def _check_clock(table: Table, rule: DutyRule) -> None:
    if rule.clock in _NEEDS_FIELD and rule.field is None:
        table.note("missing_key", f'The clock {rule.clock} runs from a field of the event. Add it: field = "ends_at".')
    elif rule.clock not in _NEEDS_FIELD and rule.field is not None:
        table.note("contradiction", 'field counts only with clock = "field" or "before_field". Take it out.', "field")
    elif rule.field is not None:
        for kind in rule.on:
            table.known(rule.field, instants(kind), "unknown_field", "field")


def _level(table: Table, for_each: Each) -> Raise:
    level = Raise(
        severity=table.choice("severity", Severity),
        after=table.optional("after", table.term),
        before=table.optional("before", table.term),
    )
    if level.after and level.before:
        table.note("contradiction", "A level comes after its cause or before an end, not both. Make it two.", "before")
    if level.before and for_each not in WITH_AN_END:
        table.note("contradiction", _no_end(for_each), "before")
    return level


def _no_end(for_each: Each) -> str:
    ending = " and ".join(sorted(WITH_AN_END))
    return f"A {for_each} has no end on a known day; only {ending} have. Use after, or another for_each."


def _plans(table: Table, for_each: Each) -> tuple[str, ...]:
    """Return the kinds of plans that a signal refuses; what happened can never be refused."""
    if "refuses" not in table:
        return ()
    names = _kinds(table, "refuses")
    for name in names:
        if not is_planned(name):
            table.note("contradiction", f"{name} is no plan; what happened is never refused. Take it out.", "refuses")
        elif for_each not in (Each.CASE, subject_of(name)):
            table.note("contradiction", f"{name} is not about a {for_each}. Mend for_each.", "refuses")
    return names


def _check_placeholders(table: Table, rule: SignalRule) -> None:
    has_end = rule.for_each in WITH_AN_END or rule.id in RAISED_BY_DUTIES
    known = PLACEHOLDERS if has_end else PLACEHOLDERS - _NEEDS_END
    try:
        parts = list(Formatter().parse(rule.text))
    except ValueError:
        table.note("unknown_placeholder", "A curly bracket is not closed. Write places to fill in as {date}.", "text")
        return
    for _, name, layout, conversion in parts:
        if name is None:
            continue
        if layout or conversion:
            table.note("unknown_placeholder", "Write one word only between curly brackets: {date}.", "text")
        else:
            table.known(name, known, "unknown_placeholder", "text")
