"""Exposure: what is owed if one cancels, cuts, delays or leaves on a day, the last day to act."""
