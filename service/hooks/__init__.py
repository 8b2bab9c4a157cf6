"""Signed messages: those that come in, and the one that tries a receiver."""
