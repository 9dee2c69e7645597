"""Language cafés: sessions made ahead, the check-in at the door, childcare next door."""
