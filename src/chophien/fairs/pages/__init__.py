"""What the fair templates may see."""
