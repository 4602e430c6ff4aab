"""All mutants: of what is signed, what is sent, and what the caller gets of success and failure."""
import accounts  # each fills the table
import bodies
import calls
import errors
import login
import results
import signing
import users
from table import MUTANTS

__all__ = ["MUTANTS", "accounts", "bodies", "calls", "errors", "login", "results", "signing",
           "users"]
