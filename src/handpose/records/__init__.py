"""Samples to TFRecord shards and back: `convert` writes them, `open_records` reads them."""
