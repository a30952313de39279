"""Check filled-in statistical report tables against declarative rules."""

__version__ = "0.1.0"
