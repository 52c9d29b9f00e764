"""Meeting requests and absences."""
