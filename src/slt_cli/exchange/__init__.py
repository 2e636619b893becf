"""From rows of files to cases: columns, dates, words."""
