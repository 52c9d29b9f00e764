"""Meeting requests, their answers, and who is away when."""
