"""Suites, data sets and runs in the formats of other tools."""
