"""The pure engine: values and text in, values and text out. No clock, files, network or hidden randomness."""
