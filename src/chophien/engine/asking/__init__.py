"""What an organizer asks about a timetable: why not, what if, how many tables, who lost, what to change."""
