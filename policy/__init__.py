"""Policy: vocabulary, bindings, decisions and labelling. Pure, but for `cli` and `load`."""
