"""What happens after a claim was accepted."""
