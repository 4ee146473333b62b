"""Caliber: files in, files out. Shape lives in contracts, meaning in seeds, arithmetic in SQL."""

__version__ = "0.1.0"
