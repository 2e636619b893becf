"""Zones, hours and exceptions; support time counted on them."""
