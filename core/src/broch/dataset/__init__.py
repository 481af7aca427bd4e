"""What Broch knows of data sets: scanning, identifying, matching, converting (PS3.5, PS3.10)."""
