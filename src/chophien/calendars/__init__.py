"""Personal schedules and their calendar feeds."""
