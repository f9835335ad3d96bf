# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Houvast holds a stalking case together: one story of dated events, many windows on it."""

__version__ = "0.1.0"
