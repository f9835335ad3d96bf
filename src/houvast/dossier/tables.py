# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: SLF001 - `_meta` and `_base_manager` are Django's documented way to ask a model about its table
"""What a model says of its table, for code that speaks of tables rather than of objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from django.apps import apps
from django.db import models

COMPUTED = {"dossier.workitem", "dossier.caserow", "dossier.workerbeat", "dossier.restorerow"}
DJANGOS_OWN = {"contenttypes.contenttype", "auth.permission", "auth.group_permissions", "auth.user_user_permissions"}
SHORT_LIVED = {"sessions.session", "admin.logentry"}
LEFT_OUT = COMPUTED | DJANGOS_OWN | SHORT_LIVED

Model = type[models.Model]
AnyField: TypeAlias = "models.Field[object, object]"


def kept() -> list[Model]:
    """Return every table of ours that cannot be computed again and must survive; what is pointed at comes first."""
    every = apps.get_models(include_auto_created=True)
    ours = [model for model in every if label(model) not in LEFT_OUT]
    return sorted(ours, key=lambda model: (_depth(model), label(model)))


def _depth(model: Model) -> int:
    """Return how long the longest chain of foreign keys is that starts here."""
    targets = {field.related_model for field in fields(model) if isinstance(field, models.ForeignKey)} - {model}
    return max((1 + _depth(target) for target in targets), default=0)


def label(model: Model) -> str:
    """Return the name of a model, such as `dossier.eventrow`."""
    return model._meta.label_lower


def sql_name(model: Model) -> str:
    """Return the name of its table."""
    return model._meta.db_table


def fields(model: Model) -> Sequence[AnyField]:
    """Return the fields that are columns, in order."""
    return model._meta.concrete_fields


def columns(model: Model) -> tuple[str, ...]:
    """Return the names of the columns as the model has them, in order."""
    return tuple(field.attname for field in fields(model))


def every_row(model: Model) -> models.QuerySet[models.Model]:
    """Return all rows, also those that a manager of the model would leave out."""
    return model._base_manager.all()
