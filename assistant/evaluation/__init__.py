"""Suites of questions with what is expected of their answers: run, scored, kept, compared, gated.

    suite_file.load_suite -> Suite -> runner.run_suite -> runs.Kept -> report, comparison, gate

Nothing of the live path imports it.
"""
