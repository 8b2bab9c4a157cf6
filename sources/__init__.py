"""Where official statements come from."""
