"""The report as a page of HTML: one file beside the figures, one for each kind of section."""
