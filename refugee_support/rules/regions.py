def region_of(country: str | None) -> str:
	return ""
