"""One file a network: what its exports look like and what they mean."""
