# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up sharing policy that uses everything a rule can say, and viewers and accesses to try it on.

POLICY                                   # nine rules, in force on NOW
a_viewer(Party.POLICE, Role.READER)      # somebody who has the role in the job and works in REGION
access(member=(Party.POLICE, Role.READER), high_risk=True)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import strategies as st
from tests.case_histories import START, Step, new_event
from tests.generators import an_event

from houvast.core.access import Access, Member, Viewer
from houvast.core.events import BY_DATA, ActorId, Category, Event, OrganisationId, RegionId
from houvast.core.events.values import Party, Role
from houvast.core.rules import Confidence, Extent, SharingRule

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REGION = RegionId("veenrand")
ME, OTHER = ActorId("a-1"), ActorId("a-2")
NEEDS = ("involved", "area", "consent", "consultation", "high_risk")


def a_rule(rule_id: str, parties, categories, extent=Extent.FULL, **more) -> SharingRule:
    """Return a sharing rule that is in force on NOW."""
    return SharingRule(
        **{
            "id": rule_id,
            "version": 1,
            "valid_from": date(2020, 1, 1),
            "title": rule_id,
            "source": ("made-up",),
            "confidence": Confidence.SEED,
            "compared": date(2026, 1, 1),
            "law": "",
            "parties": tuple(parties),
            "categories": tuple(categories),
            "extent": extent,
            "ground": f"ground of {rule_id}",
            **more,
        }
    )


ALL = tuple(Category)
C, P, R = Category, Party, Role
POLICY = (
    a_rule("police-own", [P.POLICE], ALL, needs=("involved",), except_=(C.CARE,)),
    a_rule(
        "police-area", [P.POLICE], [C.CASE, C.REPORT, C.RISK], needs=("area",), roles=(R.CASE_DIRECTOR, R.SPECIALIST)
    ),
    a_rule("police-exists", [P.POLICE], [C.CASE], Extent.EXISTS, needs=("area",), ask="police.case_director"),
    a_rule("om", [P.OM], ALL, needs=("involved",), roles=(R.PROSECUTOR,), purposes=("prosecution", "protection")),
    a_rule("care-own", [P.VEILIG_THUIS], ALL, of=(P.VEILIG_THUIS,), needs=("involved",)),
    a_rule(
        "care-police",
        [P.VEILIG_THUIS],
        [C.RISK, C.REPORT],
        Extent.PARTLY,
        of=(P.POLICE,),
        needs=("consultation", "high_risk"),
    ),
    a_rule("support", [P.VICTIM_SUPPORT, P.PROBATION], [C.CONTACT, C.RISK], Extent.PARTLY, needs=("consent",)),
    a_rule("victim", [P.VICTIM, P.LAWYER, P.OTHER], ALL, needs=("involved",), except_=(C.NOTE,)),
    a_rule("later", list(P), ALL, valid_from=date(2027, 1, 1)),
    a_rule("before", list(P), ALL, valid_until=date(2026, 3, 2)),
)


def a_viewer(party: Party, *roles: Role, region: RegionId | None = REGION, actor: ActorId = ME, acts_for=()) -> Viewer:
    """Return somebody who has roles in the job and works in a region."""
    return Viewer(
        actor,
        OrganisationId(f"{party}.x"),
        party,
        frozenset(roles),
        frozenset({region} if region else ()),
        frozenset(acts_for),
    )


def access(*, member: tuple[Party, Role] | None = None, consents=(), **more) -> Access:
    """Return an access in which ME has, or has not, a role."""
    members = frozenset({Member(member[0], member[1], ME)} if member else ())
    return Access(**{"region": REGION, "members": members, "consents": frozenset(consents), **more})


def policies() -> st.SearchStrategy[list[SharingRule]]:
    """Return policies of a few rules of every sort."""
    some = lambda values, least=0: st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=3).map(tuple)  # noqa: E731
    few = [P.POLICE, P.VEILIG_THUIS, P.VICTIM]
    rule = st.builds(
        a_rule,
        st.sampled_from(["one", "two", "three"]),
        some(few, 1),
        some([C.RISK, C.LOCATION, C.CASE], 1),
        st.sampled_from(list(Extent)),
        roles=some([R.READER, R.SPECIALIST]),
        of=some(few),
        needs=some(NEEDS),
        purposes=some(["protection", "local_purpose"]),
        except_=some([C.RISK, C.CASE]),
        valid_from=st.sampled_from([date(2020, 1, 1), date(2026, 3, 3)]),
    )
    return st.lists(rule, max_size=5)


def played(steps: Sequence[Step]) -> list[Event]:
    """Return the events of a history, of three organisations, as the store would give them back."""
    events: list[Event] = []
    clock = START
    for seq, step in enumerate(steps, start=1):
        clock += step.after
        new = new_event(step, clock, events)
        org = ("police.x", "om.y", "veilig_thuis.z")[step.seed % 3]
        made = an_event(BY_DATA[type(new.data)].name, seq=seq, at=clock, org=org)
        events.append(
            dataclasses.replace(made, data=new.data, about=new.about, occurred=new.occurred, entered=new.entered)
        )
    return events
