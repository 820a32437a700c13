"""What in the numbers is hard to believe: rules as reviewed data, findings with their evidence, and who judged them."""
