"""Imported once by the fork server: loads what every worker needs, before any worker is forked."""

from __future__ import annotations

import contextlib

from ketluan.extraction.components import warm_up

# What fails here fails again in the worker, where it has a document and a typed error to go with.
with contextlib.suppress(Exception):
    warm_up()
