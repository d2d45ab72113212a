"""A model that the user chose, which answers for stance and risk in place of our own reader's heads.

    folder.py     finds its folder and says what it is, without opening it
    meanings.py   reads what its labels, or hypotheses put to it, mean in the codebook
    choice.py     both together: what the settings name, found and checked
    network.py    the open model: texts in, raw scores out (torch, of requirements-train.txt)
    answers.py    from raw scores to stance and risks; no torch
    tagger.py     the open model in the place of the reader's tags, for an article or for single texts

Names, quotations, speakers and targets stay our reader's. Scores are the model's own and not calibrated.
"""
