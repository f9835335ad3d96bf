# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The window: whole, with blanked text, or not at all; and duties and signals that rest on several categories."""

import dataclasses
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case_histories import histories
from tests.generators import an_event, every_kind, some_data
from tests.sharing_policy import REGION, a_viewer, access, played

from houvast.core.access import Access
from houvast.core.events import BY_NAME, Category, Data, RegionId
from houvast.core.events.event import EventWithdrawn
from houvast.core.events.values import Party, Role
from houvast.core.rules import Extent
from houvast.core.sharing import HEIGHT, NOTHING, Decision
from houvast.core.story import Story
from houvast.core.window import CODES, Share, content_category, owners, partly, placeless, share, window

C, P, R = Category, Party, Role
CANARY = "KANARIE"


def deciding(extents=None, default=Extent.NOTHING):
    """Return a decision for each category, of every organisation."""
    return lambda category, _party: Decision((extents or {}).get(category, default), ask="police.specialist")


FULL, PARTLY = deciding(default=Extent.FULL), deciding(default=Extent.PARTLY)


def texts(value):
    """Give every text in a value, by the name of its field."""
    for field in dataclasses.fields(value):
        inside = getattr(value, field.name)
        items = inside if isinstance(inside, tuple) else (inside,)
        for item in items:
            if dataclasses.is_dataclass(item):
                yield from texts(item)
            elif isinstance(item, str):
                yield field.name, item


def with_canaries(value):
    """Return data in which every text that somebody can write is a canary."""
    changes = {}
    for field in dataclasses.fields(value):
        inside = getattr(value, field.name)
        if field.type == "str" and field.name not in CODES:
            changes[field.name] = CANARY
        elif field.type == "tuple[str, ...]":
            changes[field.name] = (CANARY,)
        elif isinstance(inside, tuple):
            changes[field.name] = tuple(with_canaries(one) if dataclasses.is_dataclass(one) else one for one in inside)
        elif isinstance(inside, Data):
            changes[field.name] = with_canaries(inside)
    return dataclasses.replace(value, **changes)


@pytest.mark.parametrize("kind", every_kind())
def test_what_is_partly_seen_holds_no_text_that_somebody_wrote(kind):
    for seed in range(5):
        event = an_event(kind, seed=seed)
        event = dataclasses.replace(event, data=with_canaries(event.data))
        blanked = partly(event)
        assert CANARY not in [text for _, text in texts(blanked.data)]
        assert dataclasses.replace(blanked, data=event.data) == event  # the envelope stays
        for field in dataclasses.fields(event.data):
            if "str" not in str(field.type) and not dataclasses.is_dataclass(getattr(event.data, field.name)):
                old, new = getattr(event.data, field.name), getattr(blanked.data, field.name)
                assert isinstance(old, tuple) or old == new, field.name  # choices, dates, quantities and persons stay


def test_there_are_texts_to_blank():
    kinds = [kind for kind in every_kind() if any(text == CANARY for _, text in texts(with_canaries(some_data(kind))))]
    assert len(kinds) > 50
    nested = with_canaries(some_data("event.corrected", event="x", replacement=some_data("note.added")))
    assert (CANARY in [text for _, text in texts(nested)]) is True


@pytest.mark.parametrize(
    ("extent", "count"), [(Extent.FULL, 2), (Extent.PARTLY, 2), (Extent.EXISTS, 0), (Extent.NOTHING, 0)]
)
def test_an_event_comes_through_as_far_as_its_category_does(extent, count):
    events = [an_event("report.made", seq=1, narrative="zij zag hem"), an_event("note.added", seq=2, facts="x")]
    seen = window(events, deciding(default=extent), address_protected=False)
    assert len(seen) == count
    assert (list(seen) == events) is (extent is Extent.FULL)


def test_each_organisation_decides_on_its_own_events():
    events = [an_event("note.added", seq=1), an_event("note.added", seq=2, org="veilig_thuis.veenrand")]
    seen = window(events, lambda _, party: Decision(Extent.FULL if party is P.POLICE else Extent.NOTHING))
    assert [event.seq for event in seen] == [1]


def test_an_organisation_that_nobody_knows_shows_nothing():
    assert window([an_event("note.added", org="stranger.x")], FULL) == ()
    assert owners([an_event("note.added", org="stranger.x")]) == {}


class TestCorrections:
    """A correction is judged by what it puts in place, never as "case"."""

    note = an_event("note.added", seq=1, facts="oud")
    place = some_data("person.moved", person="p-1", region=RegionId("duinstreek"))
    fixed = an_event(
        "event.corrected", seq=2, event=note.id, replacement=some_data("note.added", facts="nieuw"), reason="fout"
    )
    to_place = an_event("event.corrected", seq=2, event=note.id, replacement=place)
    gone = an_event("event.withdrawn", seq=2, event=note.id, reason="verkeerde zaak")

    def test_without_the_event_its_correction_is_not_seen(self):
        only_case = deciding({C.CASE: Extent.FULL})
        assert window([self.note, self.fixed], only_case) == ()
        assert window([self.note, self.gone], only_case) == ()

    def test_with_the_event_its_correction_is_seen(self):
        seen = window([self.note, self.fixed], deciding({C.NOTE: Extent.FULL}), address_protected=False)
        assert seen == (self.note, self.fixed)

    def test_partly_blanks_the_new_text_too(self):
        seen = window([self.note, self.fixed], deciding({C.NOTE: Extent.PARTLY, C.CASE: Extent.FULL}))
        assert seen[1].data.replacement.facts == seen[1].data.reason == ""

    def test_a_correction_shows_no_more_than_what_it_corrects(self):
        foreign = dataclasses.replace(self.fixed, org="veilig_thuis.x")
        seen = window(
            [self.note, foreign], lambda _, party: Decision(Extent.PARTLY if party is P.POLICE else Extent.FULL)
        )
        assert [
            event.data.facts for event in (seen[0], dataclasses.replace(seen[1], data=seen[1].data.replacement))
        ] == ["", ""]

    def test_new_content_that_may_not_be_seen_becomes_a_withdrawal(self):
        seen = window([self.note, self.to_place], deciding({C.NOTE: Extent.FULL, C.CASE: Extent.FULL}))
        assert [type(event.data) for event in seen[1:]] == [EventWithdrawn]
        assert seen[1].kind == BY_NAME["event.withdrawn"].wire
        assert Story(seen).versions(self.note.id)[-1].until == self.to_place.recorded

    def test_a_withdrawal_is_seen_with_its_event_and_without_its_reason(self):
        seen = window([self.note, self.gone], deciding({C.NOTE: Extent.FULL}))
        assert [event.seq for event in seen] == [1, 2]
        assert seen[1].data.reason == ""
        assert window([self.note, self.gone], FULL, address_protected=False)[1].data.reason == "verkeerde zaak"

    def test_whose_correction_it_is_counts(self):
        foreign = dataclasses.replace(self.fixed, org="veilig_thuis.x")
        seen = window(
            [self.note, foreign], lambda _, party: Decision(Extent.FULL if party is P.POLICE else Extent.NOTHING)
        )
        assert isinstance(seen[1].data, EventWithdrawn)


cells = st.fixed_dictionaries(
    {
        (category, party): st.sampled_from(list(Extent))
        for category, party in product(C, (P.POLICE, P.OM, P.VEILIG_THUIS))
    }
)


@given(histories(), cells, st.booleans())
def test_a_window_never_holds_what_its_decisions_do_not_give(steps, extents, protected):
    events = played(steps)
    originals = {event.id: event for event in events}

    def decide(category, party):
        return Decision(extents[category, party])

    seen = window(events, decide, address_protected=protected)
    Story(seen)  # it can be folded: nothing corrects what is not there
    assert [event.seq for event in seen] == sorted(event.seq for event in seen)
    for event in seen:
        original = originals[event.id]
        extent = decide(content_category(event.data), Party(event.org.partition(".")[0])).extent
        minimal = isinstance(event.data, EventWithdrawn) and event.data.reason == ""
        assert HEIGHT[extent] >= HEIGHT[Extent.PARTLY] or minimal
        assert extent is Extent.FULL or event == partly(event)
        assert (event.recorded, event.seq, event.about) == (original.recorded, original.seq, original.about)


@given(histories(), cells, st.integers(0, 30))
def test_looking_back_never_widens(steps, extents, cut):
    """What is seen of the past is a part of what is seen today, with the same decisions."""
    events = played(steps)

    def decide(category, party):
        return Decision(extents[category, party])

    today = {event.id: event for event in window(events, decide)}
    for event in window(events[:cut], decide):
        assert today[event.id] == event


@given(histories(), cells, st.sampled_from(list(C)), st.sampled_from([P.POLICE, P.OM, P.VEILIG_THUIS]))
def test_a_smaller_window_holds_less(steps, extents, category, party):
    events = played(steps)
    lower = {**extents, (category, party): Extent.NOTHING}
    more = {event.id for event in window(events, lambda *cell: Decision(extents[cell]))}
    less = {event.id for event in window(events, lambda *cell: Decision(lower[cell]))}
    assert less <= more


class TestPlaces:
    """Where the address is protected, a team's name gives away where she lives (P3)."""

    opened = an_event("case.opened", seq=1, org="police.veenrand-1", region=REGION)
    shared = an_event(
        "disclosure.permitted", seq=2, org="om.noord", to=P.VEILIG_THUIS, to_organisation="veilig_thuis.veenrand"
    )
    moved = an_event("person.moved", seq=3, org="police.veenrand-1", region=REGION)
    events = (opened, shared, moved)

    def test_who_may_not_see_places_sees_kinds_of_organisations(self):
        seen = window(self.events, deciding({C.LOCATION: Extent.NOTHING}, default=Extent.FULL))
        assert [event.org for event in seen] == ["police", "om"]
        assert (seen[0].data.region, seen[1].data.to_organisation) == (None, "veilig_thuis")

    def test_partly_is_not_enough(self):
        seen = window(self.events, deciding({C.LOCATION: Extent.PARTLY}, default=Extent.FULL))
        assert REGION not in str(seen)

    def test_who_may_see_places_sees_them(self):
        assert window(self.events, FULL) == self.events

    def test_and_so_does_everybody_where_the_address_needs_no_protection(self):
        seen = window(self.events, deciding({C.LOCATION: Extent.NOTHING}, default=Extent.FULL), address_protected=False)
        assert seen == (self.opened, self.shared)

    @pytest.mark.parametrize("kind", every_kind())
    def test_no_kind_keeps_a_place(self, kind):
        hidden = placeless(an_event(kind, org="police.veenrand-1", seed=3))
        assert hidden.org == "police"
        fields = {field.name: str(field.type) for field in dataclasses.fields(hidden.data)}
        for name, declared in fields.items():
            if "RegionId" in declared:
                assert not getattr(hidden.data, name)
            if "OrganisationId" in declared:
                assert "." not in (getattr(hidden.data, name) or "")

    def test_a_place_inside_a_correction_is_hidden_too(self):
        inner = some_data("case.opened", region=REGION)
        event = an_event("event.corrected", seq=2, event=self.opened.id, replacement=inner)
        assert REGION not in str(placeless(event).data)


# --- duties and signals -------------------------------------------------------------------------------------------

BEARER = "police.case_holder"
WHOSE = {C.RISK: frozenset({P.POLICE, P.VEILIG_THUIS}), C.REPORT: frozenset({P.POLICE})}


def shares(viewer, acc, decide, categories=(C.RISK, C.REPORT), bearer=BEARER):
    return share(categories, bearer, viewer, acc, decide, WHOSE)


def test_who_sees_all_categories_gets_a_result_whole():
    assert shares(a_viewer(P.OM), access(), FULL) == (Share.WHOLE, "")


def test_a_part_of_one_category_of_one_organisation_is_not_all():
    def decide(category, party):
        return Decision(Extent.PARTLY if (category, party) == (C.RISK, P.VEILIG_THUIS) else Extent.FULL)

    assert shares(a_viewer(P.OM), access(), decide) == (Share.NOTHING, "")


def test_its_bearer_then_gets_rule_term_and_whom_to_ask():
    decide = deciding({C.REPORT: Extent.FULL})
    assert shares(a_viewer(P.POLICE, R.CASE_HOLDER), access(), decide) == (Share.BEARER_ONLY, "police.specialist")
    assert shares(a_viewer(P.POLICE), access(member=(P.POLICE, R.CASE_HOLDER)), decide)[0] is Share.BEARER_ONLY
    assert shares(a_viewer(P.POLICE, R.CASE_HOLDER), access(), lambda *_: NOTHING)[1] == "police.case_director"


@pytest.mark.parametrize(
    ("viewer", "acc"),
    [
        (a_viewer(P.OM, R.CASE_HOLDER), access()),  # of another organisation
        (a_viewer(P.POLICE, R.READER), access()),  # in another role
        (a_viewer(P.POLICE, R.CASE_HOLDER, region=None), access()),  # from elsewhere
        (a_viewer(P.POLICE, R.CASE_HOLDER), access(sealed=True)),  # the case is hidden
    ],
)
def test_everyone_else_gets_nothing(viewer, acc):
    assert shares(viewer, acc, PARTLY) == (Share.NOTHING, "")


def test_a_stranger_gets_nothing_even_of_what_rests_on_nothing():
    assert shares(a_viewer(P.POLICE, R.CASE_HOLDER, region=None), access(), FULL, categories=()) == (Share.NOTHING, "")


def test_an_absence_is_the_bearers():
    """No event of a category: who may see those of the bearer's organisation sees that there are none."""
    asked = []

    def decide(category, party):
        asked.append((category, party))
        return Decision(Extent.FULL)

    assert (
        shares(a_viewer(P.OM), access(), decide, categories=(C.PROTECTION,), bearer="om.prosecutor")[0] is Share.WHOLE
    )
    assert asked == [(C.PROTECTION, P.OM)]


def test_a_bearer_that_nobody_knows_shows_nobody_anything():
    assert shares(a_viewer(P.POLICE, R.CASE_HOLDER), access(), FULL, bearer="stranger.case_holder") == (
        Share.NOTHING,
        "",
    )
    assert shares(a_viewer(P.POLICE, R.CASE_HOLDER), access(), PARTLY, bearer="police.nobody") == (Share.NOTHING, "")


@given(
    st.sets(st.sampled_from(list(C)), max_size=4),
    cells,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([P.POLICE, P.OM]),
)
def test_fewer_rights_never_give_more_of_a_result(categories, extents, involved, job, sealed, party):
    order = [Share.NOTHING, Share.BEARER_ONLY, Share.WHOLE]

    def height(extents, involved, job, sealed):
        viewer = a_viewer(party, *([R.CASE_HOLDER] if job else []))
        acc: Access = access(member=(party, R.CASE_HOLDER) if involved else None, sealed=sealed)
        decide = lambda *cell: Decision(extents.get(cell, Extent.NOTHING))  # noqa: E731
        return order.index(share(categories, BEARER, viewer, acc, decide, WHOSE)[0])

    here = height(extents, involved, job, sealed)
    assert height(extents, False, job, sealed) <= here
    assert height(extents, involved, False, sealed) <= here
    assert height(extents, involved, job, True) <= here
    for cell in extents:
        assert height({**extents, cell: Extent.NOTHING}, involved, job, sealed) <= here
