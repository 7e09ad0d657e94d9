"""Views: what a bundle says to a consumer, a regulator, a developer. Values only, no HTML."""
