# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E501  the vocabulary is a table: one row for each fact
"""The vocabulary of the rules: named questions about a case, each answered yes, no or unknown, through time.

A rule may ask nothing else. Each fact is a function from the story to a :class:`~houvast.core.timeline.Timeline`, so
that it can be asked at any instant, and an answer at an instant rests on nothing that became known after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houvast.core.calendar import aware
from houvast.core.events import Category as C  # noqa: N817  a column of the table below
from houvast.core.events.custody import CustodyEnded
from houvast.core.events.values import Level, Party, Role
from houvast.core.facts import case, contact, protection, reports, risk, roles
from houvast.core.inquiry import Fact, Inquiry
from houvast.core.rules import Each
from houvast.core.story import Story, known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.answer import Answer
    from houvast.core.card import Card
    from houvast.core.events import Event, SubjectId

HOLDER, DIRECTOR, SPECIALIST = "police.case_holder", "police.case_director", "police.specialist"
READER, PROSECUTOR, CARE = "police.reader", "om.prosecutor", "veilig_thuis.care_worker"

_TABLE = (
    (
        Each.CASE,
        (
            ("case_open", "Loopt deze zaak nog?", DIRECTOR, C.CASE, case.case_open),
            ("stalking_recognised", "Is dit stalking?", READER, C.RECOGNITION, case.stalking_recognised),
            ("pattern_unread", "Liggen er twee of meer meldingen waarvan niemand besloot of het stalking is?", READER, C.RECOGNITION, case.pattern_unread),
            ("offence_suspected", "Is er een verdenking van een strafbaar feit?", HOLDER, C.REPORT, case.offence_suspected),
            ("complaint_filed", "Heeft het slachtoffer om vervolging gevraagd (klacht)?", HOLDER, C.REPORT, case.complaint_filed),
            ("complaint_term_told", "Is verteld tot wanneer een klacht kan?", HOLDER, C.CONTACT, contact.complaint_term_told),
            ("sash_made", "Is er een SASH?", HOLDER, C.RISK, risk.sash_made),
            ("sash_by_trained", "Was wie de laatste SASH invulde daarvoor getraind?", SPECIALIST, C.RISK, risk.sash_by_trained),
            ("level_known", "Is het risico bekend?", SPECIALIST, C.RISK, risk.level_is()),
            ("high_risk", "Is het risico hoog?", SPECIALIST, C.RISK, risk.level_is(Level.HIGH)),
            ("middle_risk", "Is het risico midden?", SPECIALIST, C.RISK, risk.level_is(Level.MIDDLE)),
            ("low_risk", "Is het risico laag?", SPECIALIST, C.RISK, risk.level_is(Level.LOW)),
            ("red_flag_present", "Is er een rode vlag?", SPECIALIST, C.RISK, risk.red_flag_present),
            ("red_flag_under_low_level", "Staat er een rode vlag bij een laag risico?", SPECIALIST, C.RISK, risk.red_flag_under_low_level),
            ("suspended_instrument_relied_on", "Rust een besluit op een opgeschort instrument?", DIRECTOR, C.RISK, risk.suspended_instrument_relied_on),
            ("case_director_in_charge", "Is er een casusregisseur?", DIRECTOR, C.DIRECTION, roles.somebody_is(Role.CASE_DIRECTOR)),
            ("case_holder_in_charge", "Is er een casushouder?", DIRECTOR, C.DIRECTION, roles.somebody_is(Role.CASE_HOLDER)),
            ("contact_point_named", "Heeft het slachtoffer een vast aanspreekpunt?", DIRECTOR, C.DIRECTION, roles.somebody_is(Role.CONTACT_POINT)),
            ("contact_point_at_police", "Is er een vast aanspreekpunt bij de politie?", DIRECTOR, C.DIRECTION, roles.somebody_is(Role.CONTACT_POINT, Party.POLICE)),
            ("chain_director_in_charge", "Is er een ketenregisseur?", DIRECTOR, C.DIRECTION, roles.somebody_is(Role.CHAIN_DIRECTOR)),
            ("victim_coordinator_named", "Is er een slachtoffercoördinator?", PROSECUTOR, C.DIRECTION, roles.somebody_is(Role.VICTIM_COORDINATOR)),
            ("prosecutor_named", "Is er een officier van justitie aan de zaak gekoppeld?", PROSECUTOR, C.DIRECTION, roles.somebody_is(Role.PROSECUTOR)),
            ("next_contact_planned", "Is er een volgende contactdatum?", DIRECTOR, C.CONTACT, contact.next_contact_planned),
            ("on_consultation", "Staat de zaak op een ketenoverleg?", DIRECTOR, C.DIRECTION, case.on_consultation),
            ("several_organisations_involved", "Werken er meer organisaties aan deze zaak?", DIRECTOR, C.CASE, case.several_organisations_involved),
            ("veilig_thuis_informed", "Weet Veilig Thuis van deze zaak?", HOLDER, C.CARE, case.veilig_thuis_informed),
            ("victim_support_offered", "Is Slachtofferhulp aangeboden?", HOLDER, C.CONTACT, contact.victim_support_offered),
            ("victim_wants_information", "Wil het slachtoffer op de hoogte blijven?", HOLDER, C.CONTACT, contact.victim_wants_information),
            ("plan_adopted", "Is er een plan van aanpak?", DIRECTOR, C.DIRECTION, case.plan_adopted),
            ("police_uninvolved", "Weet Veilig Thuis van deze zaak en de politie niet?", CARE, C.CARE, case.police_uninvolved),
            ("release_told", "Weet het slachtoffer van de vrijlating?", PROSECUTOR, C.CONTACT, contact.release_told),
            ("sash_expired", "Is de SASH verlopen?", SPECIALIST, C.RISK, risk.sash_expired),
            ("earlier_victims", "Zijn er eerdere slachtoffers van dezelfde persoon?", READER, C.RECOGNITION, case.earlier_victims),
            ("density_rising", "Volgen de meldingen elkaar sneller op?", HOLDER, C.REPORT, reports.density_rising),
            ("prosecution_started", "Is vervolging ingesteld?", PROSECUTOR, C.PROSECUTION, contact.prosecution_started),
            ("final_judgment_given", "Is er een onherroepelijk vonnis?", PROSECUTOR, C.PROSECUTION, contact.final_judgment_given),
            ("suspect_held", "Zit de verdachte vast?", PROSECUTOR, C.PROSECUTION, contact.suspect_held),
            ("released_before", "Is de verdachte vrijgekomen?", PROSECUTOR, C.PROSECUTION, case.happened(CustodyEnded)),
            ("under_supervision", "Staat de verdachte onder toezicht?", "probation.supervisor", C.SUPERVISION, contact.under_supervision),
        ),
    ),
    (
        Each.REPORT,
        (
            ("report_is_aangifte", "Is dit een aangifte?", HOLDER, C.REPORT, reports.report_is_aangifte),
            ("report_is_stalking", "Is deze melding als stalking geregistreerd?", HOLDER, C.REPORT, reports.report_is_stalking),
            ("screened_and_circumstances_unchanged", "Is er een SASH, en is er sindsdien niets veranderd?", HOLDER, C.RISK, reports.screened_and_circumstances_unchanged),
            ("changed_circumstances_answered", "Is beantwoord of er iets veranderd is?", HOLDER, C.RISK, reports.changed_circumstances_answered),
            ("earlier_sash_exists", "Was er al een SASH voor deze melding?", HOLDER, C.RISK, reports.earlier_sash_exists),
            ("feedback_given", "Weet het slachtoffer wat er met deze melding is gedaan?", HOLDER, C.CONTACT, reports.feedback_given),
            ("weapon_mentioned", "Wordt er een wapen genoemd?", HOLDER, C.REPORT, reports.weapon_mentioned),
            ("weighed_since_report", "Is het risico na deze melding gewogen?", SPECIALIST, C.RISK, reports.weighed_since_report),
            ("follows_protective_act", "Gebeurde dit na een bevel, vrijlating of stopgesprek?", HOLDER, C.PROTECTION, reports.follows_protective_act),
            ("refusal_unlawful", "Is de aangifte ten onrechte niet opgenomen?", "police.auxiliary_prosecutor", C.REPORT, reports.refusal_unlawful),
        ),
    ),
    (
        Each.ASSESSMENT,
        (
            ("is_sash", "Is dit een SASH?", SPECIALIST, C.RISK, risk.is_sash),
            ("assessor_trained", "Was de invuller getraind?", SPECIALIST, C.RISK, risk.assessor_trained),
            ("assessment_high", "Is de uitkomst hoog?", SPECIALIST, C.RISK, risk.assessment_high),
            ("raised_by_review", "Heeft de tweede lezer de uitkomst verhoogd?", SPECIALIST, C.RISK, risk.raised_by_review),
            ("assessment_reviewed", "Is er een tweede lezer geweest?", SPECIALIST, C.RISK, risk.assessment_reviewed),
            ("lowered_without_second_person", "Is de uitkomst verlaagd zonder tweede persoon?", SPECIALIST, C.RISK, risk.lowered_without_second_person),
            ("replaced_by_trained", "Is er daarna een SASH door een getraind persoon?", SPECIALIST, C.RISK, risk.replaced_by_trained),
            ("instrument_in_use", "Is dit instrument in gebruik?", SPECIALIST, C.RISK, risk.instrument_in_use),
        ),
    ),
    (
        Each.ORDER,
        (
            ("order_in_force", "Geldt dit bevel nu?", PROSECUTOR, C.PROTECTION, protection.order_in_force),
            ("order_served", "Is het bevel uitgereikt?", HOLDER, C.PROTECTION, protection.order_served),
            ("end_decided", "Is besloten over het einde van dit bevel?", PROSECUTOR, C.PROTECTION, protection.end_decided),
            ("order_lapsed", "Is dit bevel ongemerkt verlopen?", PROSECUTOR, C.PROTECTION, protection.order_lapsed),
            ("ended_by_judgment", "Is er een onherroepelijk vonnis van na dit bevel?", PROSECUTOR, C.PROSECUTION, protection.ended_by_judgment),
            ("needs_renewal_decision", "Moet over verlenging worden besloten?", PROSECUTOR, C.PROTECTION, protection.needs_renewal_decision),
            ("has_location_ban", "Is er een locatie- of gebiedsverbod?", PROSECUTOR, C.PROTECTION, protection.has_location_ban),
            ("location_ban_supervisable", "Kan op dit locatieverbod toezicht worden gehouden?", "probation.supervisor", C.PROTECTION, protection.location_ban_supervisable),
            ("location_ban_unsupervisable", "Is bekend dat toezicht op dit locatieverbod niet kan?", "probation.supervisor", C.PROTECTION, protection.location_ban_unsupervisable),
            ("is_gedragsaanwijzing", "Is dit een gedragsaanwijzing?", PROSECUTOR, C.PROTECTION, protection.is_gedragsaanwijzing),
            ("is_huisverbod", "Is dit een huisverbod?", PROSECUTOR, C.PROTECTION, protection.is_huisverbod),
            ("is_condition", "Is dit een voorwaarde?", PROSECUTOR, C.PROTECTION, protection.is_condition),
            ("is_civil", "Is dit een civiel verbod?", PROSECUTOR, C.PROTECTION, protection.is_civil),
            ("beyond_legal_maximum", "Is dit langer of vaker dan de wet toestaat?", PROSECUTOR, C.PROTECTION, protection.beyond_legal_maximum),
        ),
    ),
    (
        Each.STOP_TALK,
        (
            ("stop_talk_contra_indicated", "Was er een contra-indicatie voor dit stopgesprek?", SPECIALIST, C.PROTECTION, protection.stop_talk_contra_indicated),
            ("stop_talk_override_reasoned", "Is gemotiveerd waarom het toch kan?", SPECIALIST, C.PROTECTION, protection.stop_talk_override_reasoned),
            ("held_in_person_by_experienced", "Is het gesprek in persoon en door een ervaren agent gevoerd?", HOLDER, C.PROTECTION, protection.held_in_person_by_experienced),
        ),
    ),
    (
        Each.VIOLATION,
        (
            ("violation_told", "Weet het slachtoffer wat er met de overtreding is gedaan?", HOLDER, C.PROTECTION, protection.violation_told),
            ("violation_assessed", "Is de overtreding beoordeeld?", HOLDER, C.PROTECTION, protection.violation_assessed),
            ("violation_of_condition", "Is een voorwaarde overtreden?", "probation.supervisor", C.PROTECTION, protection.violation_of_condition),
        ),
    ),
    (
        Each.MESSAGE,
        (
            ("message_important", "Is dit een belangrijk bericht?", "police.contact_point", C.CONTACT, contact.message_important),
            ("receipt_proven", "Is zeker dat het bericht is aangekomen?", "police.contact_point", C.CONTACT, contact.receipt_proven),
        ),
    ),
    (
        Each.MARK,
        (("police_answered", "Heeft de politie de partner geantwoord?", SPECIALIST, C.SHARING, contact.police_answered),),
    ),
)  # fmt: skip

FACTS: dict[str, Fact] = {
    name: Fact(name, scope, question, asks, category, answer)
    for scope, rows in _TABLE
    for name, question, asks, category, answer in rows
}


def inquire(events: Sequence[Event], card: Card, *, known_at: datetime) -> Inquiry:
    """Return what may be asked of a case as it was known here at an instant.

    Args:
        events: The events of one stream, in the order in which they were recorded.
        card: The rules, for the numbers that some facts need.
        known_at: Only what was recorded before this instant counts.

    Raises:
        NaiveInstantError: The instant has no time zone.
    """
    return Inquiry(Story(known(events, aware(known_at))), card, FACTS)


def fact(name: str, events: Sequence[Event], card: Card, *, at: datetime, subject: SubjectId) -> Answer:
    """Return the answer to one fact at an instant, as known then."""
    return inquire(events, card, known_at=at).ask(name, subject).at(at)
