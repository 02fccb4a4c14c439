"""Trained networks as files for phones, browsers and servers, each held against Keras."""
