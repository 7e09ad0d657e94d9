"""What screens show and do, as plain objects; nothing here knows kivy, or is slow to import."""
