"""Tests of the life logs: their loader, figures and promises."""
