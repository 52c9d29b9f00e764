"""What stands on the page that asks whether a draft is to be deleted."""

from dataclasses import dataclass
from typing import ClassVar

from chophien.fairs.queries import room_counts, staff_of
from chophien.fairs.queries.cohosting import members_of
from chophien.fairs.questions.tables import Question
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.support.language import _, ngettext
from chophien.web.formats import number
from chophien.web.pages import Page


@dataclass(frozen=True)
class DeletePage(Page):
    """Asks, and says what goes."""

    template: ClassVar[str] = "fairs/delete.html"
    name: str
    url: str
    losses: list[str]


async def delete_page(fair: Fair) -> DeletePage:
    """What would go with the fair, in sentences."""
    booths, tables, slots = await room_counts(fair.id)
    staff = len(await staff_of(fair.id))
    questions: int = await Question.count().where(Question.fair == fair.id)
    members = len(await members_of(fair.id))
    counted = [
        (slots, ngettext("Giờ giấc với một lượt gặp.", "Giờ giấc với %(num)s lượt gặp.", slots)),
        (booths, ngettext("Sơ đồ với một gian hàng.", "Sơ đồ với %(num)s gian hàng.", booths)),
        (tables, ngettext("Một bàn gặp.", "%(num)s bàn gặp.", tables)),
        (questions, ngettext("Đơn đăng ký với một câu hỏi.", "Đơn đăng ký với %(num)s câu hỏi.", questions)),
        (
            staff,
            ngettext(
                "Danh sách phiên dịch và trực bàn có một người; tài khoản của người đó vẫn còn.",
                "Danh sách phiên dịch và trực bàn có %(num)s người; tài khoản của họ vẫn còn.",
                staff,
            ),
        ),
        (
            members,
            ngettext(
                "Một người duyệt thay đơn vị phối hợp sẽ không còn thấy hội chợ này.",
                "%(num)s người duyệt thay đơn vị phối hợp sẽ không còn thấy hội chợ này.",
                members,
            ),
        ),
    ]
    return DeletePage(
        name=spoken(fair.name_vi, fair.name_en),
        url=f"/organizer/fairs/{fair.slug}",
        losses=[
            *(words % {"num": number(count)} for count, words in counted if count),
            _("Những gì khác đã ghi cho hội chợ này: lời giới thiệu, chương trình, tệp nhập vào và thư."),
        ],
    )
