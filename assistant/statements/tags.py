"""The labels that the tagger gives to word pieces."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
NONE = 0
BEGIN = {role: 2 * place + 1 for place, role in enumerate(ROLES)}
INSIDE = {role: 2 * place + 2 for place, role in enumerate(ROLES)}
LABELS = 1 + 2 * len(ROLES)
