"""Templates: found, compiled to generator functions, and written as answers.

It knows streams by `awrite`, and apps by their folder.
"""
