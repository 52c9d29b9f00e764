"""Producers, distributors and their delegates."""
