"""The versions of everything that does not come with a pinned Python package."""

from typing import Final

ELASTICSEARCH: Final = "9.5.3"
ECLIPSE_COMPILER: Final = "3.46.100"

# Class files for the oldest Java that this Elasticsearch runs on.
JAVA_TARGET: Final = "21"
