"""Archives of instances: names in them, and the ZIP format (APPNOTE.TXT 6.3, PKWARE)."""
