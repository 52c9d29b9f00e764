"""The browser of the journeys: find a Chromium; run as a program, install one where there is none."""

import os
import pathlib
import shutil
import subprocess
import sys

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Quiet and alone: nothing but the pages under test is asked for."""


def chromium() -> str | None:
    """The program to start, or none when there is none on this machine."""
    named = [os.environ.get("CHOPHIEN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, named):
        if found := shutil.which(name):
            return found
    downloaded = pathlib.Path.home() / ".cache" / "ms-playwright"
    return next((str(path) for path in sorted(downloaded.glob("chromium-*/chrome-linux*/chrome"))), None)


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests…", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        packages = ["chromium", "fonts-dejavu-core"]
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages], check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if chromium() is None:
        _install()
    if chromium() is None:
        sys.exit("The browser tests need Chromium: install it, or set CHOPHIEN_CHROMIUM to its program.")
