"""What tests of several files here share."""

import subprocess

import pytest


@pytest.fixture(scope="session")
def chromium():
    """A Chromium, started when the first test asks for it. Without one such tests are skipped, and fail on CI."""
    from chromium import Chromium

    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """The path of a certificate and its key, without .pem and .key. Both runtimes read them."""
    path = tmp_path_factory.mktemp("tls") / "localhost"
    done = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{path}.key", "-out", f"{path}.pem"], capture_output=True)
    assert done.returncode == 0, done.stderr
    return str(path)
