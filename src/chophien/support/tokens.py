"""Random tokens that are kept only as a hash."""

import hashlib


def token_hash(token: str) -> str:
    """What is kept of a random token; the token itself never is. A plain digest does, as nobody can guess the token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
