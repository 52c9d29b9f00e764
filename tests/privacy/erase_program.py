"""Erases the contact details that are due, in a process of its own that a test may kill."""

import asyncio

from chophien.privacy.actions.retaining import erase_old_contacts
from chophien.support.clock import now
from chophien.support.database import close_database, open_database


async def main() -> None:
    """Erase once."""
    await open_database()
    await erase_old_contacts(now())
    await close_database()


if __name__ == "__main__":
    asyncio.run(main())
