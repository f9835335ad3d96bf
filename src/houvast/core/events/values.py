# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The closed lists of values that the data of events choose from."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    """Kinds of organisations and persons that take part in the chain; the first part of an organisation's id."""

    POLICE = "police"
    OM = "om"
    VEILIG_THUIS = "veilig_thuis"
    PROBATION = "probation"
    VICTIM_SUPPORT = "victim_support"
    CJIB = "cjib"
    CHILD_PROTECTION = "child_protection"
    SHELTER = "shelter"
    LAWYER = "lawyer"
    COURT = "court"
    MUNICIPALITY = "municipality"
    PRISON = "prison"
    CONTROL_ROOM = "control_room"
    SAFETY_HOUSE = "safety_house"
    VICTIM = "victim"
    OTHER = "other"


class PersonRole(StrEnum):
    """What a person is in a case. Roles carry the legal status of that time: never "offender" before a verdict."""

    VICTIM = "victim"
    SUSPECT = "suspect"
    CONVICTED_PERSON = "convicted_person"
    CHILD = "child"
    FAMILY = "family"
    NEW_PARTNER = "new_partner"
    WITNESS = "witness"
    REPORTER = "reporter"


class Relation(StrEnum):
    """How the suspect and the victim are or were related."""

    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    FAMILY = "family"
    ACQUAINTANCE = "acquaintance"
    STRANGER = "stranger"
    UNKNOWN = "unknown"


class ReportForm(StrEnum):
    """A *melding* tells the police; an *aangifte* asks for prosecution."""

    MELDING = "melding"
    AANGIFTE = "aangifte"
    OTHER = "other"


class Channel(StrEnum):
    """How people were in touch."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    LETTER = "letter"
    MAIL = "mail"
    TEXT_MESSAGE = "text_message"
    PORTAL = "portal"
    ONLINE = "online"
    EMERGENCY_CALL = "emergency_call"
    UNKNOWN = "unknown"


class Behaviour(StrEnum):
    """Stalking behaviours, as named in the lexicon."""

    UNWANTED_CONTACT = "unwanted_contact"
    FOLLOWING = "following"
    WAITING = "waiting"
    SURVEILLANCE = "surveillance"
    ACCOUNT_TAKEOVER = "account_takeover"
    IMPERSONATION = "impersonation"
    THIRD_PARTIES = "third_parties"
    CHILDREN = "children"
    GIFTS = "gifts"
    THREATS = "threats"
    PROPERTY_DAMAGE = "property_damage"
    VIOLENCE = "violence"
    STRANGULATION = "strangulation"
    SEXUAL_VIOLENCE = "sexual_violence"
    WEAPON = "weapon"
    HOME_INTRUSION = "home_intrusion"
    PUBLISHING_IMAGES = "publishing_images"
    FALSE_REPORTS = "false_reports"
    ORDER_BREACH = "order_breach"
    OTHER = "other"


class RefusalReason(StrEnum):
    """Why an aangifte was not taken. Only the first is lawful."""

    EVIDENTLY_NO_OFFENCE = "evidently_no_offence"
    TOO_LITTLE_EVIDENCE = "too_little_evidence"
    FIRST_A_LOGBOOK = "first_a_logbook"
    NO_CAPACITY = "no_capacity"
    CIVIL_MATTER = "civil_matter"
    OTHER = "other"


class InvestigationDecision(StrEnum):
    """What the police decided to do with a report."""

    INVESTIGATED = "investigated"
    NOT_INVESTIGATED = "not_investigated"
    ENDED = "ended"
    SENT_TO_OM = "sent_to_om"


class Change(StrEnum):
    """What changed in the circumstances of a case."""

    NEW_BEHAVIOUR = "new_behaviour"
    VIOLENCE = "violence"
    THREAT = "threat"
    WEAPON = "weapon"
    ORDER_BREACHED = "order_breached"
    RELEASE = "release"
    HEARING = "hearing"
    RELATION = "relation"
    HOUSING = "housing"
    CHILDREN = "children"
    SUBSTANCE_USE = "substance_use"
    SUICIDALITY = "suicidality"
    PROTECTION_LOST = "protection_lost"
    NEW_PARTNER = "new_partner"
    OTHER = "other"


class Instrument(StrEnum):
    """Instruments whose outcome is recorded. Levels of different instruments are never averaged."""

    SASH = "sash"
    B_SAFER = "b_safer"
    RISC = "risc"
    OXREC = "oxrec"
    SRP = "srp"
    VEILIG_THUIS = "veilig_thuis_safety"
    IB = "ib"
    OTHER = "other"


class Level(StrEnum):
    """The level that an assessor states. It never expires to low; it expires to not current."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    NOT_STATED = "not_stated"


class InstrumentStatus(StrEnum):
    """The status of an instrument at the moment of its outcome."""

    IN_USE = "in_use"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class RedFlag(StrEnum):
    """What must never be hidden by a low level."""

    WEAPON = "weapon"
    STRANGULATION = "strangulation"
    THREAT_TO_KILL = "threat_to_kill"
    SUICIDALITY = "suicidality"
    SEVERE_VIOLENCE = "severe_violence"
    CHILDREN_THREATENED = "children_threatened"
    ESCALATION = "escalation"
    BREACH_OF_ORDER = "breach_of_order"
    EARLIER_VICTIMS = "earlier_victims"
    VICTIM_FEARS_DEATH = "victim_fears_death"


class Role(StrEnum):
    """What a professional does in a case. Synonyms used by organisations are mapped to one of these."""

    CASE_DIRECTOR = "case_director"
    CASE_HOLDER = "case_holder"
    CONTACT_POINT = "contact_point"
    SPECIALIST = "specialist"
    READER = "reader"
    CHIEF = "chief"
    INTAKE = "intake"
    AUXILIARY_PROSECUTOR = "auxiliary_prosecutor"
    PROSECUTOR = "prosecutor"
    VICTIM_COORDINATOR = "victim_coordinator"
    CHAIN_DIRECTOR = "chain_director"
    CARE_WORKER = "care_worker"
    SUPERVISOR = "supervisor"
    ADVISER = "adviser"
    COUNSELLOR = "counsellor"
    LAWYER = "lawyer"
    OPERATOR = "operator"
    EXECUTION_OFFICER = "execution_officer"
    PRIVACY_OFFICER = "privacy_officer"
    MAYOR = "mayor"


class PartnerMatter(StrEnum):
    """What one organisation told another."""

    CASE = "case"
    RISK = "risk"
    CASE_FILE = "case_file"
    JUDGMENT = "judgment"
    RELEASE = "release"
    SUSPENSION = "suspension"
    ORDER = "order"
    VIOLATION = "violation"
    REFUSED_REPORT = "refused_report"
    INDIVIDUAL_ASSESSMENT = "individual_assessment"
    CLOSING = "closing"
    WORRY = "worry"
    OTHER = "other"


class TriageDecision(StrEnum):
    """What Veilig Thuis decided after its safety assessment."""

    INVESTIGATION = "investigation"
    CONDITIONS_AND_FOLLOW_UP = "conditions_and_follow_up"
    TRANSFER = "transfer"
    CHILD_PROTECTION = "child_protection"
    END = "end"


class MonitoringMoment(StrEnum):
    """The looks that Veilig Thuis takes after a transfer."""

    MONTHS_3 = "3_months"
    MONTHS_12 = "12_months"
    MONTHS_18 = "18_months"


class OrderKind(StrEnum):
    """Protection orders by their legal title; a Dutch legal term without equivalent keeps its name."""

    GEDRAGSAANWIJZING = "gedragsaanwijzing"
    SUSPENSION_CONDITIONS = "suspension_conditions"
    MEASURE_38V = "measure_38v"
    SPECIAL_CONDITIONS = "special_conditions"
    CONDITIONAL_DISMISSAL = "conditional_dismissal"
    PENALTY_ORDER = "penalty_order"
    HUISVERBOD = "huisverbod"
    CIVIL = "civil"
    RELEASE_CONDITIONS = "release_conditions"


class Ban(StrEnum):
    """What an order forbids or commands."""

    CONTACT = "contact"
    LOCATION = "location"
    AREA = "area"
    REPORT_DUTY = "report_duty"
    BE_AT_PLACE = "be_at_place"
    HOME = "home"
    ACCEPT_HELP = "accept_help"


class RenewalDecision(StrEnum):
    """What was decided about the end of an order."""

    EXTEND = "extend"
    LET_END = "let_end"
    REPLACE = "replace"


class ViolationChannel(StrEnum):
    """How an order was broken; physical and digital are told apart."""

    PHYSICAL = "physical"
    DIGITAL = "digital"
    THIRD_PARTY = "third_party"
    UNKNOWN = "unknown"


class ViolationAction(StrEnum):
    """What was done about a violation."""

    ARREST = "arrest"
    INVESTIGATION = "investigation"
    REPORTED_TO_OM = "reported_to_om"
    WARNING = "warning"
    EXECUTION_CLAIMED = "execution_claimed"
    NONE = "none"


class CustodyBasis(StrEnum):
    """Why somebody is held."""

    ARREST = "arrest"
    POLICE_CUSTODY = "police_custody"
    REMAND = "remand"
    SENTENCE = "sentence"
    SUBSTITUTE_DETENTION = "substitute_detention"
    CIVIL_DETENTION = "civil_detention"
    CARE_ORDER = "care_order"


class ReleaseForm(StrEnum):
    """How somebody comes or may come free."""

    RELEASE = "release"
    LEAVE = "leave"
    CONDITIONAL_RELEASE = "conditional_release"
    PENITENTIARY_PROGRAMME = "penitentiary_programme"
    ESCAPE = "escape"


class ProsecutionDecision(StrEnum):
    """What the prosecutor decided."""

    PROSECUTE = "prosecute"
    DISMISS = "dismiss"
    CONDITIONAL_DISMISSAL = "conditional_dismissal"
    PENALTY_ORDER = "penalty_order"


class AlertCause(StrEnum):
    """Why a device gave an alert."""

    NEAR_ZONE = "near_zone"
    IN_ZONE = "in_zone"
    NEAR_VICTIM = "near_victim"
    NO_SIGNAL = "no_signal"
    LOW_BATTERY = "low_battery"
    TAMPERING = "tampering"
    PANIC = "panic"


class ConsultationKind(StrEnum):
    """Where organisations meet about cases."""

    ZSM = "zsm"
    ACTIEOVERLEG = "actieoverleg"
    SAFETY_HOUSE = "safety_house"
    SPREEKUUR = "spreekuur"
    COMBINED_HEARING = "combined_hearing"
    OTHER = "other"


class Topic(StrEnum):
    """What the victim was told."""

    REPORT_EXPLAINED = "report_explained"
    REPORT_CONFIRMED = "report_confirmed"
    REPORT_FEEDBACK = "report_feedback"
    REPORT_REFUSED = "report_refused"
    COMPLAINT_TERM = "complaint_term"
    CONTACT_POINT = "contact_point"
    RIGHTS = "rights"
    STOP_TALK = "stop_talk"
    PARTNER_CONTACT = "partner_contact"
    ORDER_EXPLAINED = "order_explained"
    ORDER_ENDING = "order_ending"
    RELEASE = "release"
    HEARING = "hearing"
    JUDGMENT = "judgment"
    CASE_PROGRESS = "case_progress"
    CASE_MOVED = "case_moved"
    CASE_CLOSED = "case_closed"
    PROTECTION_LOST = "protection_lost"
    SAFETY_ADVICE = "safety_advice"
    OTHER = "other"


class Wish(StrEnum):
    """What the victim wishes."""

    REPORT = "report"
    PROSECUTION = "prosecution"
    INFORMATION = "information"
    PROTECTION = "protection"
    CONTACT = "contact"
    NO_CONTACT_BY_PARTNERS = "no_contact_by_partners"
    NAME_HIDDEN = "name_hidden"
    OTHER = "other"
