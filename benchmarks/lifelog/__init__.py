"""Life logs: the loader, the baselines and the checks of `benchmarks/data/lifelog`."""
