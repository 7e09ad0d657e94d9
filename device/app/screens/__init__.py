"""The app's screens, one file each; each is built on its first visit."""
