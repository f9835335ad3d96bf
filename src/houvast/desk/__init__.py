# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for professionals: cases, and what each of them asks for, read-only for now."""
