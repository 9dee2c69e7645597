"""Residence titles: reminders before they end, what begins today, and changes by law for many people at once."""
