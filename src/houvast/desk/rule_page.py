# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rule as a page: what it says, what the law says and what was agreed, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houvast.core.events import BY_NAME
from houvast.core.facts import FACTS
from houvast.core.rules import DutyRule, LimitRule, Proof, Raise, RetentionRule, SignalRule, StandingRule, TermRule
from houvast.desk.words import bearer, length, word
from houvast.rules.sources import source_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from houvast.core.rules import Rule
    from houvast.rules import Source

Lines = list[tuple[str, str]]


def rule_page(rule: Rule, sources: Mapping[str, Source]) -> dict[str, object]:
    """Return what the page of a rule shows.

    Args:
        rule: The rule.
        sources: The texts that rules cite, by id.
    """
    cited = []
    for citation in rule.source:
        source = sources.get(source_id(citation))
        cited.append({"cited": citation, "title": source.title if source else "", "url": source.url if source else ""})
    facts = [(label, text) for label, text in (*_own(rule), *_shared(rule)) if text]
    return {"rule": rule, "title": _(rule.title), "facts": facts, "sources": cited}


def _shared(rule: Rule) -> Lines:
    until = date_format(rule.valid_until, "j F Y") if rule.valid_until else _("nu")
    since = date_format(rule.valid_from, "j F Y")
    return [
        (_("De bron zegt"), _(rule.law)),
        (
            _("Geldt"),
            _("van %(since)s tot %(until)s, versie %(version)s")
            % {"since": since, "until": until, "version": rule.version},
        ),
        (_("Zekerheid"), word("confidence", rule.confidence)),
        (_("Vergeleken met de bron op"), date_format(rule.compared, "j F Y")),
        (_("Regio"), rule.region or _("heel Nederland")),
        (_("Opmerking"), _(rule.note)),
    ]


def _own(rule: Rule) -> Lines:
    """Return what only this type of rule says."""
    match rule:
        case DutyRule():
            found = _duty(rule)
        case SignalRule():
            found = _signal(rule)
        case TermRule():
            found = [(_("Duurt"), length(rule.lasts))]
        case LimitRule():
            most, least = _number(rule.at_most, rule.unit), _number(rule.at_least, rule.unit)
            found = [(_("Ten hoogste"), most), (_("Ten minste"), least)]
        case StandingRule():
            every = length(rule.every) if rule.every else ""
            least = _number(rule.at_least, rule.of)
            found = [(_("Wie"), word("party", rule.bearer_party)), (_("Elke"), every), (_("Ten minste"), least)]
        case RetentionRule():
            lasts = length(rule.lasts) if rule.lasts else _("geen termijn gevonden")
            found = [(_("Wie"), word("party", rule.party)), (_("Bewaart"), _(rule.keeps))]
            found += [(_("Hoe lang"), lasts), (_("Daarna"), _(rule.then))]
        case _:
            found = []
    return found


def _number(number: int | None, unit: str) -> str:
    return "" if number is None else f"{number} {word('unit', unit)}"


def _duty(rule: DutyRule) -> Lines:
    agreed = f"{length(rule.agreed.within)} ({_(rule.agreed.by)})" if rule.agreed else ""
    local = rule.agreed is not None and rule.agreed.local
    return [
        (_("Wie"), bearer(rule.bearer)),
        (_("Begint bij"), _kinds(rule.on)),
        (_("Als"), _questions(rule.when)),
        (_("Behalve als"), _questions(rule.unless)),
        (_("Gedaan met"), "; ".join(_proof(proof) for proof in rule.met_by)),
        (_("Termijn in de bron"), length(rule.within) if rule.within else ""),
        (_("Lokale afspraak (geen wet)") if local else _("Afspraak"), agreed),
    ]


def _signal(rule: SignalRule) -> Lines:
    return [
        (_("Zegt"), _(rule.text)),
        (_("Als"), _questions(rule.when)),
        (_("Behalve als"), _questions(rule.unless)),
        (_("Hoe dringend"), "; ".join(_level(level) for level in rule.levels)),
    ]


def _level(level: Raise) -> str:
    severity = word("severity", level.severity)
    if level.after is not None:
        return _("%(severity)s na %(term)s") % {"severity": severity, "term": length(level.after)}
    if level.before is not None:
        return _("%(severity)s vanaf %(term)s voor het einde") % {"severity": severity, "term": length(level.before)}
    return severity


def _kinds(names: Iterable[str]) -> str:
    return ", ".join(_(BY_NAME[name].dutch) for name in names)


def _proof(proof: Proof) -> str:
    needed = _questions(proof.requires)
    return f"{_kinds(proof.kinds)} ({needed})" if needed else _kinds(proof.kinds)


def _questions(names: Iterable[str]) -> str:
    return " ".join(_(FACTS[name].question) for name in names)
