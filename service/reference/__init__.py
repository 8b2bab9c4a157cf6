"""The reference for whoever calls the API: the OpenAPI document, its page, and every problem's."""

from service.reference.pages import reference

__all__ = ["reference"]
