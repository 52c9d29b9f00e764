"""Writing what belongs to registering at the sample fair: questions with answers, conditions, a co-host's person."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chophien.accounts.tables import Person, Role, RoleKind
from chophien.companies.tables import CompanyKind
from chophien.fairs.questions.tables import Answer, Question, QuestionType
from chophien.fairs.tables import ApprovalCondition, CoHostMember
from chophien.sample.rows import insert_rows
from chophien.sample.shapes import World

_STAFF = "Tự trông gian | We staff it ourselves\nCần người hỗ trợ | We need help"
_QUESTIONS = (
    (CompanyKind.PRODUCER, QuestionType.CHOICE, "Ai trông gian hàng?", "Who looks after the booth?", _STAFF),
    (CompanyKind.PRODUCER, QuestionType.NUMBER, "Cần mấy ổ điện?", "How many power sockets do you need?", ""),
    (
        CompanyKind.PRODUCER,
        QuestionType.LONG_TEXT,
        "Bạn muốn trình diễn nghề gì tại gian?",
        "Which craft would you like to show at the booth?",
        "",
    ),
    (CompanyKind.DISTRIBUTOR, QuestionType.NUMBER, "Đoàn có mấy người?", "How many people come with you?", ""),
    (CompanyKind.DISTRIBUTOR, QuestionType.TEXT, "Đi lại bằng gì?", "How will you travel?", ""),
)
_ANSWERS = (
    ("Tự trông gian", "2", "Giã giò bằng cối đá, mỗi ngày hai lượt."),
    ("Cần người hỗ trợ", "1", ""),
    ("Tự trông gian", "3", "Cho khách tự tay làm thử một sản phẩm nhỏ."),
    ("Tự trông gian", "1", "Kể chuyện làng nghề bằng ảnh cũ."),
)


async def load_registration(
    world: World,
    fair_id: int,
    participations: Mapping[str, int],
    *,
    organizer_id: int,
    place_id: int,
    hashed_password: str,
    at: datetime,
) -> None:
    """Write them; joins the caller's transaction. `place_id` is the co-hosting district that has a person."""
    rows = [
        Question(fair=fair_id, kind=kind, type=type_, words_vi=vi, words_en=en, choices=choices, position=position)
        for position, (kind, type_, vi, en, choices) in enumerate(_QUESTIONS)
    ]
    inserted = await insert_rows(Question, rows, Question.id, Question.position)
    ids = {row["position"]: row["id"] for row in inserted}
    answered_at = world.fair.registration_closes_at - timedelta(days=8)
    answers = [
        Answer(participation=participations[one.key], question=ids[position], text=text, answered_at=answered_at)
        for one, texts in zip(world.applicants, _ANSWERS, strict=False)
        for position, text in enumerate(texts)
        if text
    ]
    await insert_rows(Answer, answers)
    shown = next(one.company_key for one in world.demo if one.role == "producer")
    conditions = (
        ("Gửi bản sao giấy tờ truy xuất nguồn gốc còn hạn.", None),
        ("Gửi ảnh sản phẩm để in vào sổ tay hội chợ.", world.fair.requests_open_at),
    )
    await insert_rows(
        ApprovalCondition,
        [
            ApprovalCondition(
                participation=participations[shown or ""],
                words=words,
                due_on=world.fair.days[0] - timedelta(days=3),
                set_at=world.fair.registration_opens_at + timedelta(days=1),
                met_at=met_at,
            )
            for words, met_at in conditions
        ],
    )
    speaker = next(one for one in world.demo if one.role == "cohost")
    person = Person(email=speaker.email, name=speaker.name, password_hash=hashed_password, language="vi", created_at=at)
    await person.save()
    await Role(person=person.id, kind=RoleKind.COHOST, organizer=organizer_id).save()
    await CoHostMember(fair=fair_id, place=place_id, person=person.id, invited_at=at).save()
