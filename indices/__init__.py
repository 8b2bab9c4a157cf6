"""The corpus of official passages behind one port."""
