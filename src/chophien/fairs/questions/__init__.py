"""What an organizer asks those who register, beyond what every fair asks; and what they answered."""
