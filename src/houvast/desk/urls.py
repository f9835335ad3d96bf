# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the desk: neutral, with no word of any case in them."""

from django.urls import path

from houvast.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.start, name="start"),
    path("zaken/", views.cases, name="cases"),
    path("zaken/<slug:number>/", views.case, name="case"),
    path("regels/<slug:rule_id>/", views.rule, name="rule"),
]
