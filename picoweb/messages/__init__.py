"""Requests and answers as handlers see them: what was asked, what it brought, and what is said to it.

It knows streams by what they do, not where their bytes come from or go to.
"""
