"""What connects to other apps on the same site. Each is optional: without the other app nothing here runs."""
