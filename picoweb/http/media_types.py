"""Media types by the endings of file names."""

UNKNOWN = "application/octet-stream"
_TYPES = b"""
 html htm :text/html; charset=utf-8
 css :text/css; charset=utf-8
 js mjs :text/javascript; charset=utf-8
 svg :image/svg+xml
 png :image/png
 jpg jpeg :image/jpeg
 ico :image/x-icon
 json map :application/json
 txt log ini py conf cfg yaml yml toml :text/plain; charset=utf-8
 csv :text/csv; charset=utf-8
 md :text/markdown; charset=utf-8
 xml :text/xml; charset=utf-8
 vtt :text/vtt; charset=utf-8
 ics :text/calendar; charset=utf-8
 gif :image/gif
 webp :image/webp
 avif :image/avif
 bmp :image/bmp
 apng :image/apng
 woff2 :font/woff2
 woff :font/woff
 ttf :font/ttf
 otf :font/otf
 mp3 :audio/mpeg
 m4a :audio/mp4
 wav :audio/wav
 ogg oga opus :audio/ogg
 flac :audio/flac
 mp4 m4v :video/mp4
 webm :video/webm
 mpeg mpg :video/mpeg
 pdf :application/pdf
 wasm :application/wasm
 webmanifest :application/manifest+json
 xhtml :application/xhtml+xml
 jsonld :application/ld+json
 zip :application/zip
 gz :application/gzip
 tar :application/x-tar
 rtf :application/rtf
"""


def get_mime_type(fname: str) -> str:
    """The media type for the name of a file, by its ending; "application/octet-stream" if that is unknown."""
    dot = fname.rfind(".")
    ending = fname[dot + 1 :].lower().encode() if dot >= 0 else b""
    start = _TYPES.find(b" %s " % ending) if ending and b" " not in ending else -1
    if start < 0:
        return UNKNOWN
    return _TYPES[_TYPES.find(b":", start) + 1 : _TYPES.find(b"\n", start)].decode()
