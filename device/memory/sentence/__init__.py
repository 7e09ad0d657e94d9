"""What is read of a sentence: its kind, its days, its slots and values, what it changes."""
