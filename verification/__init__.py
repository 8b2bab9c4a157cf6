"""Deciding: what a claim is, what the evidence says, and how sure that is."""
