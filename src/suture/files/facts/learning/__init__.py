"""A mapping learned from somebody else's table: guesses with their reasons, for a person to look at.

Reading guesses nothing; only here it is guessed, once, and written down. What two readings would give different
amounts for, such as 03/04/2027 in every row, is not guessed but asked.
"""
