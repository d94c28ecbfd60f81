"""The gallery, served by asyncio."""

import asyncio  # noqa: F401  as soon as it is there, it is used

from app_gallery import app

if __name__ == "__main__":
    app.run(debug=0)
