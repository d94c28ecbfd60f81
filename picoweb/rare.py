"""Status codes that few apps ever send (RFC 9110, 15; RFC 6585)."""

LINES = b"""
100 Continue
101 Switching Protocols
203 Non-Authoritative Information
205 Reset Content
300 Multiple Choices
406 Not Acceptable
408 Request Timeout
410 Gone
412 Precondition Failed
418 I'm a Teapot
421 Misdirected Request
426 Upgrade Required
428 Precondition Required
502 Bad Gateway
504 Gateway Timeout
507 Insufficient Storage
511 Network Authentication Required
"""
