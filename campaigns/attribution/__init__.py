"""Attribution without a database: links and codes, what of them survives where, and what events add up to."""
