"""Statistical disclosure control: tables of counts in which nobody can be found."""

from .crosstab import ProtectedCrosstab, protect_crosstab

__all__ = ["ProtectedCrosstab", "protect_crosstab"]
