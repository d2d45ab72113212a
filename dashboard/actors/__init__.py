"""The page Actors: who stands how towards whom, whose tone changed, and all about one of them."""
