"""A run's folder: its name, its configuration, its checkpoints, the network it trained."""
