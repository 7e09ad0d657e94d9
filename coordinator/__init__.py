"""Coordinator: the top layer. Today it holds the demo that shows all the layers at work."""
