"""Questions with answers, and co-hosts, for tests."""

import itertools

from chophien.accounts.actions import give_role
from chophien.accounts.tables import Person, RoleKind
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.questions.tables import Question, QuestionType
from chophien.fairs.tables import CoHost, CoHostMember, Fair
from chophien.places.actions import place_of
from chophien.places.hanoi import DISTRICT_BY_NAME
from chophien.support.clock import now
from tests.factories.fairs import make_signer

_numbers = itertools.count(1)


async def make_cohost(fair: Fair, name: str, *companies: Company) -> tuple[int, Person, int]:
    """A district of Hanoi that co-hosts the fair, with somebody who decides for it; these companies move there.

    Returns the place, the person and the number of the membership.
    """
    place = await place_of(DISTRICT_BY_NAME[name].key)
    await CoHost(fair=fair.id, place=place).save()
    person = await make_signer("Bùi Văn Phối")
    await give_role(person.id, RoleKind.COHOST, organizer_id=fair.organizer)
    member = CoHostMember(fair=fair.id, place=place, person=person.id, invited_at=now())
    await member.save()
    for company in companies:
        await Company.update({Company.place: place}).where(Company.id == company.id)
    return place, person, member.id


async def make_question(
    fair: Fair,
    words: str = "Giấy đăng ký kinh doanh",
    *,
    kind: str = CompanyKind.PRODUCER,
    type_: QuestionType = QuestionType.PAPER,
    choices: str = "",
    required: bool = False,
) -> Question:
    """A question of a fair."""
    question = Question(fair=fair.id, kind=kind, type=type_, words_vi=words, choices=choices, required=required)
    await question.save()
    return question
