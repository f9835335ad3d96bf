# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("dossier", "0002_read_log"),
    ]

    operations = [
        migrations.RenameField(model_name="caserow", old_name="as_of", new_name="last_recorded_at"),
    ]
