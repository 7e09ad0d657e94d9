"""The ways in which an owner shows who they are: each gives a secret, never only a yes."""
