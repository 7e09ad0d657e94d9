"""Places outside the vault's file that keep its epoch key."""
