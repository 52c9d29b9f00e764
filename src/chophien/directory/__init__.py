"""Companies across fairs: their public page, probable duplicates, and two rows merged into one."""
