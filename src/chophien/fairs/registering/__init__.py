"""How companies come to a fair: the registration form, and what they see of their own participation."""
