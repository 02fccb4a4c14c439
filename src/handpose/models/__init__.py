"""Networks, heads and losses, in keras.ops; `build.build_model` puts them together."""
