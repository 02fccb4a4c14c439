"""Hands in motion: video files and the camera."""
