"""Where attachments are kept."""
