"""Attribution without a database: links and codes, what of them survives where, and what the events of an order mean."""
