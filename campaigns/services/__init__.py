"""What can be done to campaigns, contents, creators, costs and ad units."""
