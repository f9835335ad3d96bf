# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works in the chain: organisations, units, roles, training, absence and substitution."""
