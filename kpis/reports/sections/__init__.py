"""The parts of the report page, one module each; every part returns nothing where it has nothing to show."""
