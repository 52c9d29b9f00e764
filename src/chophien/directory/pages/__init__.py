"""What the templates of companies across fairs may see."""
