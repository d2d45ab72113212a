"""What less than a fine-tuned reader reaches on the reader's own splits: rules, TF-IDF, the untuned encoder."""
