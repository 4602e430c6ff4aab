"""All mutants: of what is signed, what is sent, and what the caller gets of success and failure."""
import calls  # each fills the table
import errors
import results
import signing
from table import MUTANTS

__all__ = ["MUTANTS", "calls", "errors", "results", "signing"]
