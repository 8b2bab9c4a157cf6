"""Settings, wiring, cache, egress, logs and metrics."""
