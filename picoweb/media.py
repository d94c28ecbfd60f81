"""Media types by the endings of file names.

Loaded when one of them is asked for, and dropped again: who asks keeps what was found.
"""

# In pieces, as a board may have no large one of heap left.
_TYPES = (
    b"""
 html htm :text/html; charset=utf-8
 css :text/css; charset=utf-8
 js mjs :text/javascript; charset=utf-8
 svg :image/svg+xml
 png :image/png
 jpg jpeg :image/jpeg
 ico :image/x-icon
""",
    b"""
 json map :application/json
 txt log ini :text/plain; charset=utf-8
 csv :text/csv; charset=utf-8
 md :text/markdown; charset=utf-8
 xml :text/xml; charset=utf-8
 vtt :text/vtt; charset=utf-8
 ics :text/calendar; charset=utf-8
""",
    b"""
 gif :image/gif
 webp :image/webp
 avif :image/avif
 bmp :image/bmp
 apng :image/apng
 woff2 :font/woff2
 woff :font/woff
 ttf :font/ttf
 otf :font/otf
""",
    b"""
 mp3 :audio/mpeg
 m4a :audio/mp4
 wav :audio/wav
 ogg oga opus :audio/ogg
 flac :audio/flac
 mp4 m4v :video/mp4
 webm :video/webm
 mpeg mpg :video/mpeg
""",
    b"""
 pdf :application/pdf
 wasm :application/wasm
 webmanifest :application/manifest+json
 xhtml :application/xhtml+xml
 jsonld :application/ld+json
 zip :application/zip
 gz :application/gzip
 tar :application/x-tar
 rtf :application/rtf
""",
)


def find(fname):
    """Return (ending, media type) for a file name: str, the ending with its dot, or "" if there is none."""
    place = fname.rfind(".")
    end = fname[place:] if place >= 0 else ""
    key = b" %s " % end[1:].lower().encode()
    for data in _TYPES:
        start = data.find(key)
        if start >= 0 and key.count(b" ") == 2:
            return end, data[data.find(b":", start) + 1 : data.find(b"\n", start)].decode()
    return end, "application/octet-stream"
