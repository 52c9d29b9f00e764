"""Interpreters and desk staff: who they are, what they speak, when they are there, and their own page."""
