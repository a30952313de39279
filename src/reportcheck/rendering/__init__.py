"""What was found, on a page: one pure function per format."""
