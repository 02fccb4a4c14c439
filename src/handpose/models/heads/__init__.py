"""How coordinates are read from a network's maps, and the loss that teaches it; one file a head."""
