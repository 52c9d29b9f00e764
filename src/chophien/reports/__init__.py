"""What an organizer and its co-hosts report of a fair."""
