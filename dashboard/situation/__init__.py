"""The page Situation: key figures and their change, what is new since the last look, days that stand out."""
