"""Style sheets, scripts, fonts and pictures: addresses that change with the content, so that browsers may keep them."""

import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from chophien.web.pages import AnyRequest

STATIC = Path(__file__).parent / "static"
SITE_STYLES = "site.css"
"""All of css/*.css in name order, as one file."""

_FOR_EVER = "public, max-age=31536000, immutable"
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@cache
def _styles() -> bytes:
    joined = "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))
    # Fonts and pictures are named with their fingerprint too, so that they are fetched once and kept.
    return re.sub(r"/static/((?:vendor/fonts|img)/[\w.-]+)", lambda found: asset(found[1]), joined).encode()


def _content(path: str) -> bytes | None:
    if path == SITE_STYLES:
        return _styles()
    try:
        file = (STATIC / path).resolve()
        return file.read_bytes() if file.is_relative_to(STATIC) and file.is_file() else None
    except OSError:
        # A name longer than the file system takes names no file of ours.
        return None


@cache
def _fingerprint(path: str) -> str:
    content = _content(path)
    if content is None:
        raise LookupError(f"There is no static file {path}")
    return hashlib.sha256(content).hexdigest()[:12]


def asset(path: str) -> str:
    """The address of the static file `path`, with its fingerprint; raises LookupError when there is none."""
    return f"/static/{path}?v={_fingerprint(path)}"


@get("/static/{path:path}", sync_to_thread=False, opt={"public": True})
def static_file(path: FromPath[str], request: AnyRequest) -> Response[bytes]:
    """Serve one static file; one asked for with its fingerprint may be kept for ever."""
    name = path.lstrip("/")
    content = _content(name)
    if content is None:
        raise NotFoundException
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": _FOR_EVER if "v" in request.query_params else "public, max-age=3600"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers=headers)


def forget() -> None:
    """Read the files anew, in development."""
    _styles.cache_clear()
    _fingerprint.cache_clear()
