"""What keeps an archive whole, and brings it back: sidecars, check, rebuild, backup, scrubbing."""
