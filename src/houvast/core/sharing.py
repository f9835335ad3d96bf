# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see which category of event, on which ground.

The sharing rules of a card say it; this applies them. A rule only ever gives: what no rule in force gives is not seen.
Whatever a rule gives, it gives only to somebody who has to do with the case (a role in it, or work in the area where
the victim lives), for a known purpose. Where a rule for certain roles needs somebody to be involved, it is the role in
the case that counts, not that in the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from houvast.core.access import ON_A_SIDE, Access, Member, Viewer, access_of
from houvast.core.card import holds
from houvast.core.events import Category
from houvast.core.rules import Extent
from houvast.core.terms import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from houvast.core.events.values import Party
    from houvast.core.rules import SharingRule

__all__ = [
    "HEIGHT",
    "NEVER_TO_A_SIDE",
    "NOTHING",
    "Access",
    "Decision",
    "Member",
    "Purpose",
    "Viewer",
    "access_of",
    "may_see",
]


class Purpose(StrEnum):
    """What somebody looks for. A look without one of these, or one that a rule names, shows nothing."""

    PROTECTION = "protection"
    """Keeping the victim safe, in any organisation."""
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    EXECUTION = "execution"
    """Carrying out a judgment, an order or supervision."""
    CARE = "care"
    SUPPORT = "support"
    OWN_CASE = "own_case"
    """The victim looks at her own case."""
    OVERSIGHT = "oversight"
    """Accounting for the work: privacy officer, audit, evaluation."""


HEIGHT = {extent: height for height, extent in enumerate((Extent.NOTHING, Extent.EXISTS, Extent.PARTLY, Extent.FULL))}
NEVER_TO_A_SIDE = frozenset({Category.LOCATION, Category.PLANNED})
"""What no rule opens to the side of the victim or the suspect: others may read the telephone."""
PURPOSES = frozenset(map(str, Purpose))


@dataclass(frozen=True, slots=True)
class Decision:
    """How much may be seen, on which ground, by which rule, and whom to ask for more.

    `failed` marks a policy that could not be applied; nothing is seen then.
    """

    extent: Extent
    ground: str = ""
    rule: str = ""
    rule_version: int = 0
    ask: str = ""
    failed: bool = False


NOTHING = Decision(Extent.NOTHING)


def may_see(
    viewer: Viewer,
    category: Category,
    access: Access,
    purpose: str,
    policy: Iterable[SharingRule],
    *,
    now: datetime,
    of: Party,
) -> Decision:
    """Return how much of one category of one organisation's events a viewer may see in a case.

    Args:
        viewer: Who looks.
        category: The kind of information.
        access: What rights in the case rest on, folded from the whole of it.
        purpose: What the viewer looks for.
        policy: The sharing rules of the card that holds in the case.
        now: The present; a rule counts while it is in force, and today's rules count for every past moment.
        of: The organisation, by its kind, whose events they are.

    Returns:
        The most that any rule gives. Nothing where no rule gives anything, and where the policy cannot be applied.

    Source:
        Gestalkt. Gezien. Gehoord? §3.5 (bases differ per organisation and region); AVG art. 5 lid 1 under b and c.
    """
    try:
        return _most(viewer, category, access, purpose, policy, now=now, of=of)
    except Exception:  # noqa: BLE001  whatever is wrong with a policy, it must not open anything
        return Decision(Extent.NOTHING, failed=True)


def _most(
    viewer: Viewer,
    category: Category,
    access: Access,
    purpose: str,
    policy: Iterable[SharingRule],
    *,
    now: datetime,
    of: Party,
) -> Decision:
    grounds = _grounds(viewer, category, access)
    if not grounds or (viewer.party in ON_A_SIDE and category in NEVER_TO_A_SIDE):
        return NOTHING
    day = local_day(now)
    in_case = access.roles_of(viewer)
    most = NOTHING
    for rule in policy:
        gives = (
            HEIGHT[rule.extent] > HEIGHT[most.extent]
            and holds(rule, day)
            and viewer.party in rule.parties
            and category in rule.categories
            and category not in rule.except_
            and (not rule.of or of in rule.of)
            and purpose in (rule.purposes or PURPOSES)
            and any(
                need in grounds and _has_role(rule, in_case if need == "involved" else viewer.roles | in_case)
                for need in rule.needs or ("involved", "area")
            )
        )
        if gives:
            most = Decision(rule.extent, rule.ground, rule.id, rule.version, rule.ask)
    return most


def _has_role(rule: SharingRule, roles: Iterable[str]) -> bool:
    return not rule.roles or any(role in rule.roles for role in roles)


def _grounds(viewer: Viewer, category: Category, access: Access) -> frozenset[str]:
    """Return what the viewer can call upon; none for somebody who has nothing to do with the case."""
    involved, area = access.involves(viewer), access.in_area_of(viewer)
    if not (involved or area):  # of a sealed case: not involved
        return frozenset()
    held = {
        "involved": involved,
        "area": area,
        "consent": (viewer.party, category) in access.consents,
        "consultation": access.on_consultation,
        "high_risk": access.high_risk,
    }
    return frozenset(need for need, holding in held.items() if holding)
