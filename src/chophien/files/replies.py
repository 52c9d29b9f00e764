"""Sending a stored file to a browser so that nothing in it can run."""

from litestar import Response

from chophien.files.rules import JPEG, PDF
from chophien.files.tables import StoredFile
from chophien.web.pages import AnyRequest

_SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_FOR_EVERYBODY, _FOR_ONE = "public, max-age=86400", "private, no-cache"


def file_reply(
    request: AnyRequest, stored: StoredFile, *, small: bool = False, public: bool = False
) -> Response[bytes]:
    """The file, or the small version of a picture; `public` lets shared caches keep it for a day.

    A PDF is downloaded, never shown inside the site.
    """
    use_small = small and stored.thumbnail is not None
    content = stored.thumbnail if use_small and stored.thumbnail is not None else stored.content
    etag = f'"{stored.fingerprint[:32]}{"-small" if use_small else ""}"'
    headers = {
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": _FOR_EVERYBODY if public else _FOR_ONE,
        "ETag": etag,
        "Content-Disposition": f'{"attachment" if stored.media_type == PDF else "inline"}; filename="{stored.name}"',
    }
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type=JPEG if use_small else stored.media_type, headers=headers)
