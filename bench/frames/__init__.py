"""What the first picture of a video or stream costs, beside the ffmpeg command line."""
