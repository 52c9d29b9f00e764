"""What a browser says it is, as far as somebody needs it to tell a lost telephone from the computer at work.

Only names out of these lists are kept, never what was sent: programs send what they like.
"""

import re
from dataclasses import dataclass

from chophien.support.language import _

MOST_READ = 500
"""Characters that are looked at."""

# The first that fits counts: most browsers also name the ones that they descend from.
_BROWSERS = (
    ("Cốc Cốc", r"coc_coc_browser"),
    ("Zalo", r"Zalo"),
    ("Facebook", r"FBAN|FBAV"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|OPT/|OPiOS/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("UC Browser", r"UCBrowser/"),
    ("Yandex", r"YaBrowser/"),
    ("Vivaldi", r"Vivaldi/"),
    ("DuckDuckGo", r"DuckDuckGo/|Ddg/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|Chromium/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


@dataclass(frozen=True)
class Device:
    """A browser and the system that it runs on; each empty when it is none that we know."""

    browser: str = ""
    system: str = ""

    @property
    def words(self) -> str:
        """`Chrome trên Android`."""
        if self.browser and self.system:
            return _("%(browser)s trên %(system)s") % {"browser": self.browser, "system": self.system}
        if self.system:
            return _("Trình duyệt trên %(system)s") % {"system": self.system}
        return self.browser or _("Thiết bị không rõ")


def device_of(user_agent: str) -> Device:
    """The device behind a User-Agent header."""
    read = user_agent[:MOST_READ]
    return Device(_first(_BROWSERS, read), _first(_SYSTEMS, read))


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")
