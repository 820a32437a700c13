"""Results as they travel: computed, graded, set against targets, and written as JSON members."""
