"""Products, their stars and the craft villages they come from."""
