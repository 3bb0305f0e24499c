"""Polls and quizzes."""
