# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must be fast, measured; every module has a `run() -> dict`."""
