"""Stance models behind one port."""
