"""What the product holds about a person: given out on request, erased when an account closes or a fair is long over."""
