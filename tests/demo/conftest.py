# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fixture `installed`: a store of its own for each test."""

from tests.dossier.conftest import installed, workshop

__all__ = ["installed", "workshop"]
