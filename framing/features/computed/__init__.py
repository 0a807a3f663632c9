"""Computed features, one idea a file; each declares its own as FEATURES."""
