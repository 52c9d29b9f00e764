"""Reading companies that look alike, what two of them have, what was merged, and what everybody sees of one."""
