"""Bring messages to people: one small file for each kind of channel."""
