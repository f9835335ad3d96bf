# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The contract of the store, on every backend."""

from tests.contracts.store_contract import *  # noqa: F403 - each test is taken over as it stands
