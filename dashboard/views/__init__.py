"""The pages. Each reads top to bottom: filters in, queries, charts out; none computes."""
