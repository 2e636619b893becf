"""Suggest a priority for a description: pure, like the domain."""
