# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every error about people who work in the chain. Messages name codes only, never a person."""

from __future__ import annotations

from houvast.core.errors import HouvastError


class NoPostError(HouvastError):
    """Somebody without a role on that day, or whom nobody knows here."""

    code = "no_post"

    def __init__(self) -> None:
        super().__init__(
            "This person has no role in any organisation on that day, or is not known here, so nothing can be shown. "
            "Let the administrator of the organisation enter the post."
        )


class SeveralOrganisationsError(HouvastError):
    """Somebody with roles in several organisations, and nobody said on whose behalf."""

    code = "several_organisations"

    def __init__(self) -> None:
        super().__init__(
            "This person works for several organisations on that day, and what may be seen depends on which. "
            "Name the organisation on whose behalf this is done."
        )


class UnknownGemeenteError(HouvastError):
    """A code that no gemeente has."""

    code = "unknown_gemeente"

    def __init__(self) -> None:
        super().__init__(
            "There is no gemeente with this code, so nobody can tell which organisations work there. "
            "Look it up in src/houvast/people/data/gemeenten.csv; after a merger, use the code of the new gemeente."
        )
