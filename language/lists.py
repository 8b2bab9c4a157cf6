"""Word lists written as plain text in the code."""


def word_set(listing: str) -> frozenset[str]:
    """Return the words of `listing`, parted by white space."""
    return frozenset(listing.split())


def phrase_set(listing: str) -> frozenset[str]:
    """Return the phrases of `listing`, parted by commas or line ends."""
    phrases = (" ".join(phrase.split()) for phrase in listing.replace("\n", ",").split(","))
    return frozenset(phrase for phrase in phrases if phrase)
