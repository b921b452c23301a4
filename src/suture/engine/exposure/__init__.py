"""Exposure: what is owed under an agreement if one cancels, cuts, delays or leaves on a day, and the last day to act."""
