# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What there is to see in the demonstration: as whom one can look, and which cases show what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houvast.core.events import ActorId, OrganisationId, StreamId
from houvast.core.events.values import Role
from houvast.demo.staff import Member, staff, units
from houvast.demo.telling import History


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody as whom one can look at the demonstration (`--as`)."""

    id: ActorId
    name: str
    role: Role
    function: str
    organisation: OrganisationId
    line: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One case of the demonstration: what it shows, in one Dutch line. `fault` is empty for a case that goes well."""

    stream: StreamId
    label: str
    title: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was built. `canaries` says for each planted string where it stands; none unless they were asked for."""

    events: int
    persons: int
    people: int
    cases: tuple[Shown, ...]
    faces: tuple[Face, ...]
    canaries: Mapping[str, str] = field(default_factory=dict)


FACES = {
    "police.case_director": "Voert de regie over de stalkingzaken van het basisteam.",
    "police.case_holder": "Wijkagent: voert uit, belt het slachtoffer en is haar vaste aanspreekpunt.",
    "police.intake": "Neemt meldingen en aangiften op en vult de SASH in.",
    "police.specialist": "Taakaccenthouder: leest elke SASH na en antwoordt partners.",
    "police.reader": "Leest elke ochtend wat de zoekvraag heeft gevonden.",
    "police.chief": "Teamchef: wijst de casusregisseur en het aanspreekpunt aan.",
    "police.auxiliary_prosecutor": "Hulpofficier: neemt klachten op en herstelt een weigering.",
    "police.privacy_officer": "Privacyfunctionaris: ziet wie wat heeft ingezien en schermt zaken af.",
    "om.prosecutor": "Coördinerend officier: beslist over bevelen, verlenging en vervolging.",
    "om.victim_coordinator": "Slachtoffercoördinator van het OM: vertelt over zitting, vonnis en vrijlating.",
    "veilig_thuis.care_worker": "Beoordeelt de veiligheid binnen vijf werkdagen en stelt voorwaarden.",
    "probation.adviser": "Adviseert en toetst of een locatieverbod te controleren is.",
    "probation.supervisor": "Houdt toezicht op de verdachte of veroordeelde.",
    "probation.operator": "Controlekamer van de enkelbanden.",
    "victim_support.counsellor": "Staat het slachtoffer bij en mag een ernstige zorg melden.",
    "cjib.execution_officer": "Vraagt wat het slachtoffer nodig heeft en vertelt vooraf over vrijlating.",
    "child_protection.adviser": "Adviseert en onderzoekt waar kinderen in het gezin zijn.",
    "shelter.counsellor": "Begeleidt wie op een geheim adres woont.",
    "municipality.mayor": "Burgemeester: legt een huisverbod op.",
    "lawyer.lawyer": "Slachtofferadvocaat: ziet alleen wat de cliënt toekomt.",
    "control_room.operator": "Centralist, dag en nacht.",
    "safety_house.chain_director": "Procesregisseur: regie over de organisaties heen.",
    "prison.execution_officer": "Meldt verlof en vrijlating.",
    "other.inspector": "Kijkt naar de keten, niet in een zaak.",
}
"""One post per role, and what somebody there does; the first unit that has the post is shown."""


def faces(seed: int) -> tuple[Face, ...]:
    """Return as whom one can look at the demonstration of a seed, without building it."""
    first: dict[str, Member] = {}
    for member in staff(seed):
        first.setdefault(member.key, member)
    return tuple(_face(first[key], line) for key, line in FACES.items())


def _face(member: Member, line: str) -> Face:
    where = units()[member.unit].name
    return Face(member.id, member.name, member.role, member.function, member.organisation, f"{where}. {line}")


def shown(told: tuple[History, ...]) -> tuple[Shown, ...]:
    """Return the cases of a region in the order of their numbers."""
    cases = (Shown(one.stream, one.label, one.title, one.fault) for one in told if one.is_case and one.batches)
    return tuple(sorted(cases, key=lambda case: case.stream))
