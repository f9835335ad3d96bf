# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of organisations, units and people. Periods are half-open: `ends_on` is the first day outside.

Only professionals stand here; victims and suspects are persons in a case, by sealed record.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from houvast.core.events.values import Party, Role

ID_LENGTH = 120
NAME_LENGTH = 200


def _choices(values: type[Party | Role]) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


class Organisation(models.Model):
    """An organisation of the chain. `id` is the one that events carry, such as `police.veenrand`.

    `region` is where it works: the region of a card, `nl` for the whole country, empty for nowhere. With
    `lists_trainings` whoever is not in its list of trained people is untrained; without it that is unknown.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    kind = models.CharField(max_length=20, choices=_choices(Party))
    name = models.CharField(max_length=NAME_LENGTH)
    region = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    tooi = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    oin = models.CharField(max_length=20, blank=True, default="")
    lists_trainings = models.BooleanField(default=False)

    class Meta:
        db_table = "organisation"
        constraints = [
            models.CheckConstraint(condition=Q(id__startswith=F("kind")), name="organisation_id_begins_with_kind")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an organisation: regional unit, basisteam, parket, team. `areas` are codes of gemeenten (`GM0014`)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(max_length=NAME_LENGTH)
    areas = models.JSONField(default=list, blank=True)

    class Meta:
        db_table = "unit"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="unit_name")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works in the chain. `id` is the opaque id in events; `phone` is a central call-back number."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    function = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.id


class Post(models.Model):
    """A person has a role in a unit, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=_choices(Role))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "post"
        indexes = [models.Index(fields=["role"], name="post_role")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="post_ends_later")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Training(models.Model):
    """A person was trained for something, such as `sash`, on a day, and it counts until a day (None: without end)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings")
    what = models.CharField(max_length=60)
    passed_on = models.DateField()
    valid_until_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "training"

    def __str__(self) -> str:
        return f"{self.person_id} {self.what}"


class Absence(models.Model):
    """A person is away for a time; `deputy` stands in, if somebody arranged that."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputising", null=True, blank=True)

    class Meta:
        db_table = "absence"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="absence_ends_later"),
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("person")), name="absence_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"
