"""Small pieces every feature stands on: the clock, refusals, words, the database."""
