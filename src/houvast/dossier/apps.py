# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where Django meets the store: what is set on each connection, and what is put back after each migration."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class DossierConfig(AppConfig):
    """The event store and what is computed from it."""

    name = "houvast.dossier"
    label = "dossier"

    def ready(self) -> None:
        """Connect the guards and the work lists."""
        from houvast.dossier import guards, hooks, projections  # noqa: PLC0415 - Django's models must be loaded first

        connection_created.connect(guards.on_connection, dispatch_uid="dossier.guards")
        pre_migrate.connect(guards.on_migrating, sender=self, dispatch_uid="dossier.guards")
        post_migrate.connect(guards.on_migrated, sender=self, dispatch_uid="dossier.guards")
        hooks.on_append.append(projections.on_append)
        hooks.on_destruction.append(projections.on_destruction)
