"""Intake: what brings articles in. Files, folders and standard input; one door for text."""
