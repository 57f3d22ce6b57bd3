"""Tools of the repository: evaluations, models, territory tables. The product needs none of them."""
