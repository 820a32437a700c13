"""What can be done to the agency's profile, its brands, their accounts and the access to them."""
