"""Annotations made by people: reading, checking, drafting, importing and exporting gold."""
