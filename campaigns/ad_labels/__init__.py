"""What the names in vendors' ad exports stand for: stated once, followed by every ad unit that bears one."""
