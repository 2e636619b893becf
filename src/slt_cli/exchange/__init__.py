"""Rows of files to cases: columns, dates, words."""
