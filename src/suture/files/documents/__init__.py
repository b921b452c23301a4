"""The text of an agreement as files that people read, sign and send: Word, PDF, and lines for a terminal."""
