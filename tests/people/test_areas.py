# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which organisations work in a gemeente."""

import pytest

from houvast.people.areas import gemeente, gemeenten, region_of
from houvast.people.errors import UnknownGemeenteError


def test_the_table_is_whole():
    every = gemeenten().values()
    assert len(every) == 342
    assert len({one.police_unit for one in every}) == 10
    assert len({region_of(one.code) for one in every}) == 25
    assert len({one.parket for one in every}) == 10
    assert all(one.name and one.veilig_thuis and one.safety_region for one in every)


def test_regions_of_partners_do_not_coincide():
    """One Veilig Thuis region lies in two police units, and one police unit in several Veilig Thuis regions."""
    units = {}
    for one in gemeenten().values():
        units.setdefault(one.veilig_thuis, set()).add(one.police_unit)
    assert units["Midden-Brabant"] == {"Zeeland-West-Brabant", "Oost-Brabant"}
    assert sum("Oost-Nederland" in found for found in units.values()) > 1


def test_a_code_that_no_gemeente_has():
    with pytest.raises(UnknownGemeenteError) as error:
        gemeente("GM9999")
    assert error.value.code == "unknown_gemeente"
