# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Dutch words for values in the code, ready for translation: what users read, in one table each.

`docs/glossary.md` has the terms with their sources.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from houvast.core.events import BY_NAME
from houvast.core.terms import Term, Unit
from houvast.rules import words as rule_words

if TYPE_CHECKING:
    from collections.abc import Mapping

V = TypeVar("V", bound=StrEnum)


def by_value(table: Mapping[V, str]) -> dict[str, str]:
    """Return a table by the plain values of its enumeration."""
    return {str(value): words for value, words in table.items()}


WORDS: dict[str, dict[str, str]] = {
    "severity": by_value(rule_words.SEVERITIES),
    "party": by_value(rule_words.PARTIES),
    "role": by_value(rule_words.ROLES),
    "extent": by_value(rule_words.EXTENTS),
    "confidence": by_value(rule_words.CONFIDENCES),
    "state": {
        "open": _("open"),
        "met": _("gedaan"),
        "met_late": _("te laat gedaan"),
        "overdue": _("te laat"),
        "lapsed": _("vervallen"),
        "decided_otherwise": _("gemotiveerd afgeweken"),
        "ask": _("niet bekend of dit moet"),
    },
    "level": {"low": _("laag"), "middle": _("midden"), "high": _("hoog"), "not_stated": _("niet gegeven")},
    "answer": {"yes": _("ja"), "no": _("nee"), "unknown": _("niet bekend")},
    "order": {
        "gedragsaanwijzing": _("gedragsaanwijzing"),
        "suspension_conditions": _("schorsingsvoorwaarden"),
        "measure_38v": _("maatregel 38v"),
        "special_conditions": _("bijzondere voorwaarden"),
        "conditional_dismissal": _("voorwaardelijk sepot"),
        "penalty_order": _("strafbeschikking"),
        "huisverbod": _("huisverbod"),
        "civil": _("civiel verbod"),
        "release_conditions": _("voorwaarden bij vrijlating"),
    },
    "order_status": {
        "proposed": _("voorgesteld"),
        "coming": _("gaat nog in"),
        "in_force": _("geldt nu"),
        "ended": _("afgelopen"),
        "lifted": _("opgeheven"),
    },
    "ban": {
        "contact": _("contactverbod"),
        "location": _("locatieverbod"),
        "area": _("gebiedsverbod"),
        "report_duty": _("meldplicht"),
        "be_at_place": _("locatiegebod"),
        "home": _("huisverbod"),
        "accept_help": _("hulp aanvaarden"),
    },
    "consultation": {
        "zsm": _("ZSM"),
        "actieoverleg": _("Actieoverleg"),
        "safety_house": _("Zorg- en Veiligheidshuis"),
        "spreekuur": _("Spreekuur"),
        "combined_hearing": _("combizitting"),
        "other": _("ander overleg"),
    },
    "red_flag": {
        "weapon": _("wapen"),
        "strangulation": _("verwurging"),
        "threat_to_kill": _("bedreiging met de dood"),
        "suicidality": _("suïcidaliteit"),
        "severe_violence": _("ernstig geweld"),
        "children_threatened": _("kinderen bedreigd"),
        "escalation": _("escalatie"),
        "breach_of_order": _("overtreding van een bevel"),
        "earlier_victims": _("eerdere slachtoffers"),
        "victim_fears_death": _("slachtoffer vreest voor haar leven"),
    },
    "category": {
        "case": _("de zaak"),
        "person": _("personen"),
        "location": _("waar iemand woont"),
        "report": _("meldingen en aangiften"),
        "recognition": _("herkenning"),
        "risk": _("risico-inschatting"),
        "direction": _("regie"),
        "contact": _("contact met het slachtoffer"),
        "protection": _("bescherming"),
        "planned": _("plannen"),
        "prosecution": _("vervolging"),
        "supervision": _("toezicht"),
        "care": _("hulpverlening"),
        "sharing": _("delen van gegevens"),
        "logbook": _("logboek"),
        "note": _("notities en documenten"),
    },
    "unit": {
        "s": _("seconden"),
        "days": _("dagen"),
        "months": _("maanden"),
        "years": _("jaar"),
        "m": _("meter"),
        "km": _("kilometer"),
        "times": _("keer"),
        "reports": _("meldingen"),
    },
}


def word(table: str, value: object) -> str:
    """Return the word for a value in the language of the reader; the value itself where no word is known."""
    found = WORDS[table].get(str(value))
    return gettext(found) if found else str(value)


def bearer(party_and_role: str) -> str:
    """Return who bears a duty, in words.

    >>> from django.utils.translation import override
    >>> with override("nl"):
    ...     bearer("police.case_holder")
    'casushouder (politie)'
    """
    party, _dot, role = party_and_role.partition(".")
    return f"{word('role', role)} ({word('party', party)})"


def length(term: Term) -> str:
    """Return a term in words.

    >>> from django.utils.translation import override
    >>> with override("nl"):
    ...     length(Term(5, Unit.WORKING_DAYS))
    '5 werkdagen'
    """
    n = term.amount
    match term.unit:
        case Unit.MINUTES:
            found = ngettext("%(n)d minuut", "%(n)d minuten", n)
        case Unit.HOURS:
            found = ngettext("%(n)d uur", "%(n)d uur", n)
        case Unit.DAYS:
            found = ngettext("%(n)d dag", "%(n)d dagen", n)
        case Unit.WORKING_DAYS:
            found = ngettext("%(n)d werkdag", "%(n)d werkdagen", n)
        case Unit.WEEKS:
            found = ngettext("%(n)d week", "%(n)d weken", n)
        case Unit.MONTHS:
            found = ngettext("%(n)d maand", "%(n)d maanden", n)
        case Unit.YEARS:
            found = ngettext("%(n)d jaar", "%(n)d jaar", n)
    return found % {"n": n}


def kind(wire: str) -> str:
    """Return the title of a kind of event."""
    found = BY_NAME.get(wire.rpartition(".v")[0])
    return gettext(found.dutch) if found else wire
