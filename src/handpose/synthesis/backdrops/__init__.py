"""What is behind the hands: panoramas, photographs and painted surroundings."""
