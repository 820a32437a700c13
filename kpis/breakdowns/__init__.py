"""One metric of accounts' days cut by audience segment, territory, hour, traffic source, product or second."""
