"""Booking booths."""
