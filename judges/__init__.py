"""Stance models: whoever can tell what a text says about a claim, opened by URL."""
