# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which organisations work in a gemeente. Regions of partners do not coincide (Gestalkt. Gezien. Gehoord? §2.2)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from houvast.core.events import RegionId
from houvast.people.errors import UnknownGemeenteError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """A gemeente and the regions it lies in; empty where nothing could be confirmed."""

    code: str
    name: str
    police_unit: str
    veilig_thuis_code: str
    veilig_thuis: str
    safety_region: str
    parket: str
    safety_house: str


@cache
def gemeenten() -> Mapping[str, Gemeente]:
    """Return every gemeente by its CBS code.

    Source:
        CBS gebiedsindelingen 2023 and 2025, CC BY 4.0 CBS/Kadaster; see `data/README.md`.
    """
    text = resources.files("houvast.people").joinpath("data/gemeenten.csv").read_text(encoding="utf-8")
    return {
        row["gemeente_code"]: Gemeente(
            code=row["gemeente_code"],
            name=row["gemeente"],
            police_unit=row["politie_eenheid"],
            veilig_thuis_code=row["veilig_thuis_code"],
            veilig_thuis=row["veilig_thuis_regio"],
            safety_region=row["veiligheidsregio"],
            parket=row["arrondissementsparket"],
            safety_house=row["zorg_en_veiligheidshuis"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def gemeente(code: str) -> Gemeente:
    """Return the gemeente with a CBS code.

    Raises:
        UnknownGemeenteError: There is none.

    >>> gemeente("GM0014").police_unit
    'Noord-Nederland'
    """
    found = gemeenten().get(code)
    if found is None:
        raise UnknownGemeenteError
    return found


def region_of(gemeente_code: str) -> RegionId:
    """Return the region whose card holds in a gemeente: that of Veilig Thuis, by its CBS code in small letters.

    Veilig Thuis organisations within one police unit share by different policies (Gestalkt. Gezien. Gehoord? §3.5), so
    theirs is the smallest region in which one card can hold.

    Raises:
        UnknownGemeenteError: There is no such gemeente.

    >>> region_of("GM0014")
    'vt08'
    """
    return RegionId(gemeente(gemeente_code).veilig_thuis_code.lower())
