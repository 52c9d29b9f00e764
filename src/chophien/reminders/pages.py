"""What the templates of outgoing messages may see."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.reminders.queries import MessageLine
from chophien.support.language import _
from chophien.web.pages import Link, Page

AT_ONCE = 50
"""How many messages one page of the list shows."""


@dataclass(frozen=True)
class MessagesPage(Page):
    """The fair's outgoing messages, and where they go."""

    template: ClassVar[str] = "reminders/messages.html"
    url: str
    timezone: str
    folder: str
    """Where mails are written when there is no mail server; empty when there is one."""
    tabs: list[Link]
    search: str
    state: str
    messages: list[MessageLine]
    page: int
    has_more: bool
    any_at_all: bool

    def url_of_page(self, number: int) -> str:
        """The address of another page of the same list."""
        return list_url(self.url, self.state, self.search, number)

    def state_words(self, state: MessageState) -> str:
        """A state in words."""
        return state_words(state)

    def badge(self, state: MessageState) -> str:
        """A state's shape."""
        return BADGES[state]

    def trouble(self, error: str) -> str:
        """What went wrong, in words where we know them."""
        return trouble_words(error)


@dataclass(frozen=True)
class MessagePage(Page):
    """One outgoing message whole."""

    template: ClassVar[str] = "reminders/message.html"
    url: str
    timezone: str
    message: OutgoingMessage
    state_words: str
    badge: str
    trouble: str
    may_be_sent_again: bool


BADGES = {
    MessageState.WAITING: "waiting",
    MessageState.SENDING: "waiting",
    MessageState.SENT: "confirmed",
    MessageState.CANCELLED: "cancelled",
    MessageState.EXPIRED: "draft",
    MessageState.FAILED: "refused",
}


def state_words(state: MessageState) -> str:
    """A message's state as people read it."""
    return {
        MessageState.WAITING: _("Chờ gửi"),
        MessageState.SENDING: _("Đang gửi"),
        MessageState.SENT: _("Đã gửi"),
        MessageState.CANCELLED: _("Không cần gửi nữa"),
        MessageState.EXPIRED: _("Quá giờ"),
        MessageState.FAILED: _("Không gửi được"),
    }[state]


def trouble_words(error: str) -> str:
    """Why a message did not leave: our own reason in words, a mail server's as it was said."""
    return _("Địa chỉ thư điện tử không dùng được.") if error == "address" else error


def message_tabs(url: str, counts: Counter[MessageState], chosen: str, search: str) -> list[Link]:
    """One tab for all messages and one for each state that has any."""
    tabs = [Link(_("Tất cả"), list_url(url, "", search), current=not chosen, count=counts.total())]
    return tabs + [
        Link(state_words(state), list_url(url, state, search), current=chosen == state, count=counts[state])
        for state in MessageState
        if counts[state] or chosen == state
    ]


def list_url(url: str, state: str, search: str, page: int = 1) -> str:
    """The address of the list with its filters."""
    query = {
        name: value for name, value in (("state", state), ("q", search), ("page", page if page > 1 else "")) if value
    }
    return f"{url}?{urlencode(query)}" if query else url
