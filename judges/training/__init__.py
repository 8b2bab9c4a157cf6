"""How the parameters of the judges were made from development data."""
