"""Derivatives: built as expressions, checked by numbers."""
