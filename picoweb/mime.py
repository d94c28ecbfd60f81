"""Media types, by the endings of file names."""

_TYPES = (
    "html htm text/html; charset=utf-8",
    "css text/css; charset=utf-8",
    "js mjs text/javascript; charset=utf-8",
    "json application/json",
    "txt text/plain; charset=utf-8",
    "svg image/svg+xml",
    "png image/png",
    "jpg jpeg image/jpeg",
    "gif image/gif",
    "ico image/x-icon",
    "webp image/webp",
    "woff2 font/woff2",
    "xml text/xml; charset=utf-8",
    "pdf application/pdf",
)


def get_mime_type(fname):
    """The media type for a file name (str), by its ending."""
    ending = fname[fname.rfind(".") + 1 :].lower()
    for row in _TYPES:
        words = row.split(" ")
        slash = 0
        while "/" not in words[slash]:
            slash += 1
        if ending in words[:slash]:
            return " ".join(words[slash:])
    return "application/octet-stream"
