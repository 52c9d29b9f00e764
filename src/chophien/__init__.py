"""Chợ Phiên runs trade fairs and business-matching events."""

__version__ = "0.1.0"
