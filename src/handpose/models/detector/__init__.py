"""The network that finds hands in whole pictures, what it is taught and how it is read."""
