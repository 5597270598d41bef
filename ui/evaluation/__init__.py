"""Evaluation suites on the command line, for pytest, and the archives that suites are asked of."""
