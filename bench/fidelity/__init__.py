"""What FFmpeg of several versions, a browser and the product show of the same files."""
