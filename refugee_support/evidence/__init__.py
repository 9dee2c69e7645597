"""What all standard reports on Service Records share: their filters, counting in the database, and protection."""
