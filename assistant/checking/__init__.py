"""Checks a message against the archive: its claims, and what articles say for and against each."""

from assistant.checking.values import Bearing, Checked, CheckedClaim, Claim, Finding, Verdict, Why

__all__ = ["Bearing", "Checked", "CheckedClaim", "Claim", "Finding", "Verdict", "Why"]
