"""Fairs: co-hosts, days, halls, sessions, slots, tables, booths; who takes part and who approved it."""
