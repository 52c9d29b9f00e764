"""Structured data for search engines, as schema.org words it."""

import json
from typing import Any

from markupsafe import Markup


def structured(told: dict[str, Any]) -> Markup:
    """`told` as the content of a JSON-LD element, which is data, so that no policy for scripts applies to it."""
    # Nothing in it may end the element it stands in.
    text = json.dumps({"@context": "https://schema.org", **told}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped.
