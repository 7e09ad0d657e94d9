"""From text to what search works with: a unit vector, language tags and domain tags."""
