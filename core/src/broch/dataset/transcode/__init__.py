"""DICOM files in other transfer syntaxes: ``engine.write`` is the way through, ``service`` what others use."""
