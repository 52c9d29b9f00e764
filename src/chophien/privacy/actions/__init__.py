"""Erasing: a person who leaves, and the contacts of a fair that is long over."""
