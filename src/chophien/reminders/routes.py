"""The organizer's view of the mails that went out, wait or failed."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.mail.postbox import mail_folder
from chophien.mail.tables import MessageState
from chophien.mail.wording import word_messages
from chophien.reminders.actions import send_message_again
from chophien.reminders.pages import (
    AT_ONCE,
    BADGES,
    MessagePage,
    MessagesPage,
    message_tabs,
    state_words,
    trouble_words,
)
from chophien.reminders.queries import counts_of_messages, message_of, messages_of
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import AnyRequest, go_to, show


@get("/organizer/fairs/{slug:str}/messages", guards=[organizer])
async def messages(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The fair's messages, by state and by whom they go to."""
    fair = await organizer_fair(who(request), slug)
    url = f"/organizer/fairs/{slug}/messages"
    asked = request.query_params.get("state", "")
    state = MessageState(asked) if asked in set(MessageState) else None
    search = request.query_params.get("q", "").strip()[:100]
    number = request.query_params.get("page", "1")
    page_number = int(number) if number.isascii() and number.isdecimal() and 0 < int(number) < 100_000 else 1
    counts = await counts_of_messages(fair.id)
    found = await messages_of(fair.id, state=state, search=search, page=page_number, at_once=AT_ONCE)
    page = MessagesPage(
        url=url,
        timezone=fair.timezone,
        folder="" if settings().smtp_url else str(mail_folder()),
        tabs=message_tabs(url, counts, state or "", search),
        search=search,
        state=state or "",
        messages=found[:AT_ONCE],
        page=page_number,
        has_more=len(found) > AT_ONCE,
        any_at_all=counts.total() > 0,
    )
    return await show(request, page, fair=fair_head(fair))


@get("/organizer/fairs/{slug:str}/messages/{message_id:int}", guards=[organizer])
async def message(request: AnyRequest, slug: FromPath[str], message_id: FromPath[int]) -> Template:
    """One message with its text."""
    fair = await organizer_fair(who(request), slug)
    found = await message_of(fair.id, message_id)
    if found is None:
        raise _no_such_message()
    if found.facts:
        await word_messages([found.unique_key])
        found = await message_of(fair.id, message_id) or found
    state = MessageState(found.state)
    page = MessagePage(
        url=f"/organizer/fairs/{slug}/messages",
        timezone=fair.timezone,
        message=found,
        state_words=state_words(state),
        badge=BADGES[state],
        trouble=trouble_words(found.last_error),
        may_be_sent_again=state == MessageState.FAILED,
    )
    return await show(request, page, fair=fair_head(fair))


@post("/organizer/fairs/{slug:str}/messages/{message_id:int}/again", guards=[organizer])
async def send_again_now(request: AnyRequest, slug: FromPath[str], message_id: FromPath[int]) -> Redirect:
    """Try a message that failed once more."""
    fair = await organizer_fair(who(request), slug)
    if await message_of(fair.id, message_id) is None:
        raise _no_such_message()
    await send_message_again(message_id, fair_id=fair.id, at=now())
    return go_to(f"/organizer/fairs/{slug}/messages/{message_id}", done=_("Thư sẽ được gửi lại trong ít giây nữa."))


def _no_such_message() -> NotFound:
    return NotFound(_("Không có thư này trong hội chợ."))


ROUTES = [messages, message, send_again_now]
