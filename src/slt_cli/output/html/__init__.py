"""A page of HTML in one file: elements, tables, charts, and how they look."""
