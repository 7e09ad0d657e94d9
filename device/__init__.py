"""Device: what runs at the person's side: vault, memory, guard, importers and command line."""
