"""Who signs in, with which role, and for how long."""
