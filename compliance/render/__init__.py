"""From a report's model to bytes: canonical JSON, and one page of HTML that loads nothing."""
