"""Finding hands in whole pictures: scenes to learn from, the network, its measures."""
