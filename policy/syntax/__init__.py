"""Where a rule's text is at fault, and how to mend it."""
