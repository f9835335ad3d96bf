# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The event store: append, read, hash chain; work lists that can be rebuilt from events."""
