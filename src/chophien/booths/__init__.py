"""The floor plan and who booked which booth."""
