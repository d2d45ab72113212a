"""The page Brief: what is chosen for it, the sheet of paper that shows it, the files that it makes."""
