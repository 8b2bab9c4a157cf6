"""The commands of `assay`, one module a command; imported only when called."""
