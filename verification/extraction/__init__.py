"""From an article to its checkable claims: pure functions, no model server and no network."""
