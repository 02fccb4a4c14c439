"""Predictions to numbers and plots: metrics, named protocols, reports."""
