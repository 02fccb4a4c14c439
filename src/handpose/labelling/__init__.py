"""Hands found in pictures, written for people to correct in a labelling tool."""
