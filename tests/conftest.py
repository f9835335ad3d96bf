# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test: which may use a port, how hard hypothesis searches, in which order tests run."""

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
LONG = os.environ.get("HOUVAST_LONG") == "1"
REVERSE = os.environ.get("HOUVAST_ORDER") == "reverse"
LOCAL_PORT = ("tests/journeys",)  # folders whose tests talk to a server on this machine; nothing else opens a socket

hypothesis.settings.register_profile("each run", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", max_examples=2_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("long" if LONG else "each run")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests to the long run, allow a local port where one is needed, and turn the order round."""
    later = [] if LONG else [item for item in items if item.get_closest_marker("long")]
    if later:
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if item not in later]
    for item in items:
        if item.path.is_relative_to(ROOT) and item.path.relative_to(ROOT).as_posix().startswith(LOCAL_PORT):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
    if REVERSE:
        items.reverse()
