"""Time zones, support hours and exceptions, and the support time that they make up."""
