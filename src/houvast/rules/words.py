# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Dutch words with which a rule is shown. `docs/glossary.md` has the terms with their sources."""

from __future__ import annotations

from collections.abc import Mapping

from houvast.core.events.values import Party, Role
from houvast.core.rules import Clock, Confidence, Each, Extent, Severity
from houvast.rules.sources import SourceKind

TYPES: Mapping[str, str] = {
    "DutyRule": "plicht",
    "SignalRule": "signaal",
    "TermRule": "duur",
    "LimitRule": "grens",
    "StandingRule": "doorlopende plicht",
    "RetentionRule": "bewaartermijn",
    "SharingRule": "delen",
}
PARTIES: Mapping[Party, str] = {
    Party.POLICE: "politie",
    Party.OM: "Openbaar Ministerie",
    Party.VEILIG_THUIS: "Veilig Thuis",
    Party.PROBATION: "reclassering",
    Party.VICTIM_SUPPORT: "Slachtofferhulp",
    Party.CJIB: "CJIB",
    Party.CHILD_PROTECTION: "Raad voor de Kinderbescherming",
    Party.SHELTER: "vrouwenopvang",
    Party.LAWYER: "advocaat",
    Party.COURT: "rechtbank",
    Party.MUNICIPALITY: "gemeente",
    Party.PRISON: "gevangenis (DJI)",
    Party.CONTROL_ROOM: "meldkamer",
    Party.SAFETY_HOUSE: "Zorg- en Veiligheidshuis",
    Party.VICTIM: "slachtoffer",
    Party.OTHER: "andere organisatie",
}
ROLES: Mapping[Role, str] = {
    Role.CASE_DIRECTOR: "casusregisseur",
    Role.CASE_HOLDER: "casushouder",
    Role.CONTACT_POINT: "vast aanspreekpunt",
    Role.SPECIALIST: "taakaccenthouder",
    Role.READER: "lezer van hits",
    Role.CHIEF: "leidinggevende",
    Role.INTAKE: "intake",
    Role.AUXILIARY_PROSECUTOR: "hulpofficier van justitie",
    Role.PROSECUTOR: "officier van justitie",
    Role.VICTIM_COORDINATOR: "slachtoffercoördinator",
    Role.CHAIN_DIRECTOR: "ketenregisseur",
    Role.CARE_WORKER: "medewerker Veilig Thuis",
    Role.SUPERVISOR: "toezichthouder",
    Role.ADVISER: "adviseur",
    Role.COUNSELLOR: "hulpverlener",
    Role.LAWYER: "slachtofferadvocaat",
    Role.OPERATOR: "centralist",
    Role.EXECUTION_OFFICER: "medewerker tenuitvoerlegging",
    Role.PRIVACY_OFFICER: "privacyfunctionaris",
    Role.MAYOR: "burgemeester",
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.NOTICE: "let op",
    Severity.WARNING: "waarschuwing",
    Severity.CRITICAL: "dringend",
}
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.LAW: "wettekst gelezen",
    Confidence.GUIDELINE: "richtlijn of eigen publicatie van de organisatie gelezen",
    Confidence.SEED: "staat in inspectierapport of Kamerbrief",
    Confidence.PRESS: "alleen in de pers of op een website gevonden",
    Confidence.UNCERTAIN: "onzeker: eerst nagaan in de geldende tekst",
}
SOURCE_KINDS: Mapping[SourceKind, str] = {
    SourceKind.LAW: "wet",
    SourceKind.GUIDELINE: "richtlijn",
    SourceKind.INSTRUCTION: "werkinstructie",
    SourceKind.LETTER: "Kamerbrief",
    SourceKind.REPORT: "rapport",
    SourceKind.PRESS: "pers",
}
CLOCKS: Mapping[Clock, str] = {
    Clock.KNOWLEDGE: "het moment waarop bekend is dat het moet",
    Clock.OCCURRED_START: "het vroegste moment waarop het gebeurd kan zijn",
    Clock.OCCURRED_END: "het laatste moment waarop het gebeurd kan zijn",
    Clock.FIELD: "een moment in de gebeurtenis",
    Clock.BEFORE_FIELD: "terug vanaf een moment in de gebeurtenis",
}
SUBJECTS: Mapping[Each, str] = {
    Each.CASE: "de zaak",
    Each.REPORT: "elke melding of aangifte",
    Each.ASSESSMENT: "elke risico-inschatting",
    Each.ORDER: "elk beschermingsbevel",
    Each.STOP_TALK: "elk stopgesprek",
    Each.VIOLATION: "elke overtreding",
    Each.MESSAGE: "elk bericht aan het slachtoffer",
    Each.MARK: "elke aanmerking door een partner",
    Each.COMPLAINT_TERM: "de klachttermijn",
}
EXTENTS: Mapping[Extent, str] = {
    Extent.FULL: "volledig",
    Extent.PARTLY: "gedeeltelijk",
    Extent.EXISTS: "alleen dat het bestaat",
    Extent.NOTHING: "niets",
}
NEEDS: Mapping[str, str] = {
    "involved": "betrokken bij de zaak",
    "area": "werkt in het gebied",
    "consent": "toestemming van het slachtoffer",
    "consultation": "de zaak staat op het overleg",
    "high_risk": "hoog risico",
}
