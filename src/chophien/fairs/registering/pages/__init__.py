"""What the registration templates may see."""
