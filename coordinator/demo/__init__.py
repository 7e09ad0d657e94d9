"""The demo: three people, three languages, and the real programs at work on what they said."""
