# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log of looks: who looked at which case, for what, by which rules, and how much was shown. Only ever added to.

The fields follow the Logboek Dataverwerkingen (what was processed, about whom) and NEN 7513 (who looked, on whose
behalf, refused or not). It holds ids, codes and pseudonyms; never a name, nor anything that stands in a case.
"""

from __future__ import annotations

from django.db import models


class ReadLog(models.Model):
    """One look, about one person in the case; a look about several persons has one `trace_id` and several rows.

    `extents` is JSON: how much of each category of each kind of organisation was shown. `rules` is JSON too:
    by which rule in which version, and on which ground. `ground` is what the viewer called upon besides.
    """

    number = models.BigAutoField(primary_key=True)
    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16, unique=True)
    status = models.CharField(max_length=5)
    activity = models.CharField(max_length=60)
    data_subject = models.CharField(max_length=64, blank=True)
    data_subject_type = models.CharField(max_length=30)
    actor = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120)
    roles = models.CharField(max_length=600, blank=True)
    acts_for = models.TextField(blank=True)
    case = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    ground = models.CharField(max_length=80, blank=True)
    rules = models.TextField(blank=True)
    extents = models.TextField()
    refused = models.BooleanField()
    emergency = models.BooleanField(default=False)
    known_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        app_label = "dossier"
        db_table = "read_log"
        indexes = [
            models.Index(fields=["case", "at"], name="read_log_case"),
            models.Index(fields=["actor", "at"], name="read_log_actor"),
            models.Index(fields=["data_subject", "at"], name="read_log_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.case}"
