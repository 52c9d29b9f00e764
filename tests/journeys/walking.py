"""Walking a site: from a person's first page along every link, each kind of page once, in both languages and sizes."""

import re
import sqlite3
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from babel import Locale
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from chophien.support.language import english
from tests.journeys.conftest import DESK, PHONE

VIETNAMESE = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1ef9]")
"""A letter that English words lack."""

_LOOK = """() => {
  const seen = [];
  const skip = "script, style, template, textarea, [lang=vi], [hidden]";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const said = walker.currentNode.data.replace(/\\s+/g, " ").trim();
    if (said && !walker.currentNode.parentElement.closest(skip)) seen.push(said);
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    if (one.closest(skip)) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      const said = (one.getAttribute(name) || "").replace(/\\s+/g, " ").trim();
      if (said) seen.push(said);
    }
  }
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  return {
    title: document.title,
    language: document.documentElement.lang,
    seen,
    links,
    lost: links.filter((link) => /^#./.test(link) && !document.getElementById(link.slice(1))),
  };
}"""

_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 90)).join(" | ") || "?";
}"""


def kind_of(address: str) -> str:
    """The address without the numbers and names in it: pages of one kind are made by the same code."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)([^/]+-)?\d+(?=/|$)", "{n}", parts.path)
    path = re.sub(r"(?<=/fairs/)(?!new$)[^/]+", "{fair}", path)
    names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{path}?{'&'.join(names)}" if names else path


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.fill("main [name=email]", email)
    page.fill("main [name=password]", password)
    page.click("main button:has-text('Đăng nhập')")
    page.wait_for_url(lambda address: not address.endswith("/sign-in"))


@dataclass(frozen=True)
class Data:
    """What people and places are called, and what people have written: Vietnamese in either language."""

    text: str

    @classmethod
    def of(cls, database: Path) -> "Data":
        """Every text in the database but letters, and but those whose English stands beside them."""
        found: set[str] = {"Chợ Phiên", *Locale("en").territories.values()}
        connection = sqlite3.connect(database)
        connection.row_factory = sqlite3.Row
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table in {"outgoing_message", "run", "audit_entry"}:
                continue
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for name in row.keys():  # noqa: SIM118 - a row iterates over its values.
                    value = row[name]
                    if isinstance(value, str) and not (name.endswith("_vi") and row[f"{name[:-3]}_en"]):
                        found |= {" ".join(line.split()) for line in value.splitlines() if VIETNAMESE.search(line)}
        connection.close()
        return cls("\n".join(sorted(found)).casefold())

    def untranslated(self, text: str) -> str:
        """What of `text` is in Vietnamese without being data: a message nobody translated, or words of none of it."""
        if not VIETNAMESE.search(text) or (text.casefold() in self.text and text not in english()):
            return ""
        # Numbers of decisions are no words, and an example shows how the Vietnamese name of something is written.
        text = re.sub(r"\d+/QĐ-\w+|for example: .*", "", text)
        words = re.findall(r"[^\s()·,;:?“”\"]+", text)
        left, place = [], 0
        while place < len(words):
            end = place + 1
            if VIETNAMESE.search(words[place]):
                ends = range(len(words), place, -1)
                end = next((end for end in ends if self._has(words[place:end])), 0)
                if not end:
                    left.append(words[place])
                    end = place + 1
            place = end
        return " ".join(left)

    def _has(self, words: list[str]) -> bool:
        return " ".join(words).casefold() in self.text and (len(words) > 1 or words[0][0].isupper())


@dataclass
class Walk:
    """What has been seen and what was wrong with it."""

    chromium: Chromium
    url: str
    data: Data
    wrong: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    """The first address of each kind."""
    asked: dict[str, int] = field(default_factory=dict)
    """How many addresses of each kind were asked for at all."""

    def along(self, who: str, start: Iterable[str], *, email: str = "", password: str = "") -> None:
        """Walk from `start` as one person; kinds of pages that somebody has seen before are left out."""
        context = self.chromium.new_context(base_url=self.url, locale="vi-VN", viewport=_size(PHONE))
        page = context.new_page()
        if email:
            sign_in(page, email, password)
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(f"script: {error}"))
        page.on("console", lambda told: said.append(f"console: {told.text}") if told.type == "error" else None)
        page.on("response", lambda got: said.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        ahead = deque(start)
        while ahead:
            address = ahead.popleft()
            kind = kind_of(address)
            count = self.asked[kind] = self.asked.get(kind, 0) + 1
            if kind in self.kinds or "&" in kind:
                if count <= 3:
                    self._ask(context, who, address)
                continue
            self.kinds[kind] = address
            if not self._is_page(context, who, address):
                continue
            ahead.extend(self._see(page, who, address, said))
        context.close()

    def _complain(self, who: str, address: str, what: str) -> None:
        self.wrong.append(f"{who} {address}: {what}")

    def _ask(self, context: BrowserContext, who: str, address: str) -> Any:
        answer = context.request.get(address)
        if answer.status >= 400:
            self._complain(who, address, str(answer.status))
        return answer

    def _is_page(self, context: BrowserContext, who: str, address: str) -> bool:
        answer = self._ask(context, who, address)
        return answer.status < 400 and "text/html" in answer.headers["content-type"]

    def _see(self, page: Page, who: str, address: str, said: list[str]) -> list[str]:
        """One page in both languages and sizes; the addresses within the site that it leads to."""
        found: list[str] = []
        for language, size in (("vi", PHONE), ("en", DESK)):
            page.context.add_cookies([{"name": "language", "value": language, "url": self.url}])
            page.set_viewport_size(_size(size))
            page.goto(address)
            looked = page.evaluate(_LOOK)
            if looked["language"] != language:
                self._complain(who, address, f"in {looked['language']}, not in {language}")
            for lost in looked["lost"]:
                self._complain(who, address, f"nothing is at {lost}")
            if language == "en":
                for text in dict.fromkeys([looked["title"], *looked["seen"]]):
                    if left := self.data.untranslated(text):
                        self._complain(who, address, f"Vietnamese on an English page: {left!r} in {text[:120]!r}")
            self._look_over(page, who, f"{address} ({language})", size)
            other = DESK if size == PHONE else PHONE
            page.set_viewport_size(_size(other))
            self._check_width(page, who, f"{address} ({language})", other)
            found += [urljoin(page.url, link) for link in looked["links"]]
        for what in said:
            self._complain(who, address, what)
        said.clear()
        inside = [urlsplit(link) for link in found if link.startswith(self.url + "/")]
        return list(dict.fromkeys(link._replace(scheme="", netloc="", fragment="").geturl() for link in inside))

    def _look_over(self, page: Page, who: str, where: str, size: dict[str, int]) -> None:
        self._check_width(page, who, where, size)
        for violation in Axe().run(page).response["violations"]:
            targets = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            self._complain(who, where, f"axe {violation['id']} ({len(violation['nodes'])}): {targets}")

    def _check_width(self, page: Page, who: str, where: str, size: dict[str, int]) -> None:
        if wide := page.evaluate(_TOO_WIDE):
            self._complain(who, where, f"scrolls sideways at {size['width']} px: {wide}")


def _size(size: dict[str, int]) -> Any:
    return size
