"""The learned parts: small models, what they see, what they are rewarded for, how they train."""
