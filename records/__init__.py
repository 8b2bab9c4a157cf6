"""The durable truth in SQL: what was said, asked, judged and decided, and what is still due.

`open_records(url)` is the way in. Each noun has a module; its functions take a session first, an
explicit `now` where time matters, and answer frozen dataclasses, never rows.
"""

from sqlalchemy.orm import Session

from records.database import Records, open_records
from records.pages import After, Page
from records.rules import Rules

__all__ = ["After", "Page", "Records", "Rules", "Session", "open_records"]
