"""The durable truth in SQL."""
