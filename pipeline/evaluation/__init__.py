"""How right the pipeline is: hand labels, tallies of one article, figures over all, floors under them.

    gold → (annotated article) → tallies → figures → report, floors

The labels are data of the tests (`tests/evaluation`); what they mean is the codebook's.
"""
