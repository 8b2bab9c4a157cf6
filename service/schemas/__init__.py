"""The objects of the wire: what a request may say and what an answer looks like."""
