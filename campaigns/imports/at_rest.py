"""Spares the garbage collector the rows of a file, which are many and refer to nothing in a circle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Stop the collector's rounds, each of which would go through all rows once more; what is unused is freed as ever.

    Of two loads at once the first that ends lets it go on, which makes the other slower and nothing else.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
