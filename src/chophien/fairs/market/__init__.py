"""The catalogue as fairs show it: everybody's products, the papers an organizer watches, what distributors look for."""
