"""Training of the reader: needs requirements-train.txt and the labelled data beside the project."""
