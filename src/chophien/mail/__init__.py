"""Mails on their way out: the rows that wait and the delivery."""
