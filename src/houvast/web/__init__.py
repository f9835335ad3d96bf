# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one place that wires everything: settings, urls, base templates, static files."""
