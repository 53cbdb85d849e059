"""Imported once by the fork server: loads what every worker needs, before any worker is forked."""

from __future__ import annotations

from ketluan.extraction.components import warm_up

warm_up()
