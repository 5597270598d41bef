"""Turns files into articles and passages of an archive."""
