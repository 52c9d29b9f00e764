"""Spreadsheets coming in: participants, products and meeting requests, checked first and undone as a whole."""
