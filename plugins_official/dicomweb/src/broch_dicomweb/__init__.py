"""DICOMweb (PS3.18) for Broch."""
