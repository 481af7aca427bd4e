"""Broch: a DICOM server that is a plugin host."""

__version__ = "0.1.0"
