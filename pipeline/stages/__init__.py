"""Stages: one file a stage, each from articles to fuller articles."""
