"""What makes two companies look like one, and what becomes of what both have."""
