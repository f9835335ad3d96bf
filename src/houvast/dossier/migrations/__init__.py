# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables, step by step. The tables of events are made once and never rebuilt (see `guards.py`)."""
