"""The DICOM node: upper layer, service class providers and users (PS3.7, PS3.8)."""
