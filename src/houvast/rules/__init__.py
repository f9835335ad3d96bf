# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules say: data with sources, read once, checked, and handed to the core as cards."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from houvast.rules.errors import Problem, RulesError, UnknownRegionError
from houvast.rules.loader import DATA, Cards, load
from houvast.rules.sources import Source

CARDS_FOLDER = "HOUVAST_CARDS"
"""The environment variable that names the folder with the cards of regions outside the package."""


def cards(folder: Path | None = None) -> Cards:
    """Return all cards, read once: the national rules, the example regions, and the cards of regions in a folder.

    Args:
        folder: Where regions keep their cards (`<region>/<version>/card.toml`); else where HOUVAST_CARDS says.

    Raises:
        RulesError: Anything is wrong with any rule; it lists every mistake with file and line.
    """
    named = os.environ.get(CARDS_FOLDER)
    return _loaded(folder or (Path(named) if named else None))


@cache
def _loaded(folder: Path | None) -> Cards:
    return load(DATA, folder)


__all__ = ["CARDS_FOLDER", "Cards", "Problem", "RulesError", "Source", "UnknownRegionError", "cards", "load"]
