# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case in plain Python: standard library only, no clock, no randomness, no file, no network.

Everything here is a function from events and rules to pictures, duties, signals and decisions; `now` is an argument.
"""
