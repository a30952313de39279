"""Extracting: many submissions -> one table of their values, or the sums of their slots."""
