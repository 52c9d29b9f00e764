"""Files that are made for whoever asks: to be saved, and kept by nobody in between."""

from litestar import Response


def download(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """The answer with which a browser saves `content` as a file called `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
