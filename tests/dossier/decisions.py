# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision to destroy, for tests."""

import itertools

from tests.generators import NOW

from houvast.dossier.destruction import Decision, Reason

NUMBERS = itertools.count(1)


def decision(id_=None, **fields):
    given = {"by": "officer-9", "reason": Reason.RETENTION_ENDED, "ground": "wpg-art-14", "decided_at": NOW}
    return Decision(id=id_ or f"decision-{next(NUMBERS)}", **(given | fields))
