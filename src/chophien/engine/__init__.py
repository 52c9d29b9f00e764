"""What a good timetable is and how to find one: pure values in, pure values out."""
