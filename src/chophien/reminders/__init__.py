"""What is due to be announced, for whom, and whether it was sent."""
