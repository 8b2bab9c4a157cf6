"""Details held against each other, kind by kind."""
