"""Two whole tenants side by side: an organizer with a fair in which every kind of row has been made."""

from dataclasses import dataclass
from itertools import pairwise

from chophien.accounts.actions import give_role
from chophien.accounts.tables import Person, RoleKind
from chophien.booths.queries import BoothOnPlan
from chophien.catalogue.tables import PaperKind, Product
from chophien.companies.tables import CompanyKind, Delegate
from chophien.directory.tables import DistinctPair, MergedCompany
from chophien.fairs.questions.tables import Answer, Question, QuestionType
from chophien.fairs.tables import ApprovalCondition, Fair, FairSession, Interpreter, MeetingTable, Participation, Slot
from chophien.files.actions import keep_paper
from chophien.mail.outbox import write_message
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from chophien.timetable.actions.runs import ask_for_run
from chophien.timetable.changes import Spot
from chophien.timetable.save_timetable import save_draft
from chophien.web.forms import Upload
from tests.factories.booths import booth_at, make_booking
from tests.factories.catalogue import make_paper, make_picture
from tests.factories.exchange import make_checked_import
from tests.factories.fairs import (
    Participant,
    Staff,
    make_desk,
    make_fair,
    make_invitation,
    make_organizer,
    make_participation,
)
from tests.factories.matchmaking import make_product
from tests.factories.registering import make_cohost
from tests.factories.timetable import make_request
from tests.files.pictures import PDF


@dataclass(frozen=True)
class Tenant:
    """An organizer with everything that a fair may hold; two versions of the timetable for the second tenant."""

    staff: Staff
    desk: Person
    fair: Fair
    producer: Participant
    distributor: Participant
    applicant: Participation
    product: Product
    picture: int
    paper: int
    delegate: Delegate
    invitation: int
    request: int
    run: int
    version: int
    """The number of the newest version."""
    message: int
    slot: int
    session: int
    table: int
    interpreter: int
    sheet_import: int
    """Checked, and not written yet."""
    booth: BoothOnPlan
    """Booked by the producer."""
    free_booth: BoothOnPlan
    cohost: Person
    """Decides for the place of the producer and of the applicant."""
    place: int
    member: int
    question: int
    """Answered by the producer with a file."""
    condition: int
    """Of the producer's approval."""
    pair: int
    """Producer and applicant, found to be two."""
    merge: int
    """Too long ago to be taken back."""

    @property
    def ids(self) -> dict[str, int | str]:
        """What stands in addresses, by the name of the parameter."""
        return {
            "slug": self.fair.slug,
            "participation_id": self.producer.id,
            "request_id": self.request,
            "run_id": self.run,
            "number": self.version,
            "message_id": self.message,
            "product_id": self.product.id,
            "picture_id": self.picture,
            "paper_id": self.paper,
            "delegate_id": self.delegate.id,
            "organizer_id": self.staff.organizer.id,
            "person_id": self.staff.person.id,
            "invitation_id": self.invitation,
            "distributor_id": self.distributor.id,
            "table_id": self.table,
            "interpreter_id": self.interpreter,
            "member_id": self.member,
            "import_id": self.sheet_import,
            "question_id": self.question,
            "condition_id": self.condition,
            "kept_id": self.producer.company.id,
            "gone_id": self.applicant.company,
            "pair_id": self.pair,
            "merge_id": self.merge,
        }


async def make_tenant(*, versions: int) -> Tenant:
    """A tenant whose timetable has so many drafts, so that the newest one's number is not the other tenant's."""
    staff = await make_organizer()
    fair = await make_fair(staff, tables_per_hall=2)
    producer = await make_participation(fair, CompanyKind.PRODUCER)
    distributor = await make_participation(fair, CompanyKind.DISTRIBUTOR)
    applicant = await make_participation(fair, CompanyKind.PRODUCER, state="waiting")
    delegate = Delegate(company=producer.company.id, name="Lê Thị Chín", email="chin@langnghe.example")
    await delegate.save()
    request = await make_request(fair, producer, distributor)
    slots = [row["id"] for row in await Slot.select(Slot.id).where(Slot.fair == fair.id).order_by(Slot.id)]
    table = await MeetingTable.objects().where(MeetingTable.fair == fair.id).order_by(MeetingTable.id).first()
    session = await FairSession.objects().where(FairSession.day.fair == fair.id).order_by(FairSession.id).first()
    interpreter = await Interpreter.objects().where(Interpreter.fair == fair.id).order_by(Interpreter.id).first()
    assert table
    assert session
    assert interpreter
    numbers = [await save_draft(fair.id, {request: Spot(slots[0], table.id)}, at=now()) for _ in range(versions)]
    assert all(earlier < later for earlier, later in pairwise(numbers))
    await write_message(
        kind="registration_received",
        unique_key=f"for {fair.slug}",
        to_address=producer.person.email,
        to_name="Bình",
        language="vi",
        due_at=now(),
        context={"fair_name": fair.name_vi, "company_name": producer.company.name, "path": "/my", "queued": False},
        fair_id=fair.id,
        organizer_id=staff.organizer.id,
    )
    message = await OutgoingMessage.objects().where(OutgoingMessage.fair_id == fair.id).first()
    assert message
    question = Question(fair=fair.id, kind=CompanyKind.PRODUCER, type=QuestionType.PAPER, words_vi="Giấy phép")
    await question.save()
    answer = Answer(participation=producer.id, question=question.id, answered_at=now())
    answer.file = await keep_paper(Upload("giay-phep.pdf", PDF))
    await answer.save()
    condition = ApprovalCondition(participation=producer.id, words="Ảnh sản phẩm", due_on=fair.starts_on, set_at=now())
    await condition.save()
    booth = await make_booking(fair, producer, "A1")
    product = await make_product(producer, "Miến dong")
    place, cohost, member = await make_cohost(
        fair, "Thanh Oai" if versions == 1 else "Thường Tín", producer.company, applicant.company
    )
    await Interpreter.update({Interpreter.person: cohost.id}).where(Interpreter.id == interpreter.id)
    await give_role(cohost.id, RoleKind.INTERPRETER, organizer_id=staff.organizer.id)
    pair = DistinctPair(
        organizer=staff.organizer.id, one=producer.company.id, other=applicant.company.id, found_at=now()
    )
    await pair.save()
    merge = MergedCompany(
        organizer=staff.organizer.id, kept=producer.company.id, former=10**6, former_name="Cũ", merged_at=now()
    )
    await merge.save()
    return Tenant(
        staff=staff,
        desk=await make_desk(staff.organizer),
        fair=fair,
        producer=producer,
        distributor=distributor,
        applicant=applicant.participation,
        product=product,
        picture=await make_picture(product),
        paper=await make_paper(producer, PaperKind.FOOD_SAFETY, product=product.id),
        delegate=delegate,
        invitation=await make_invitation(staff),
        request=request,
        run=await ask_for_run(fair.id, at=now()),
        version=numbers[-1],
        message=message.id,
        slot=slots[1],
        session=session.id,
        table=table.id,
        interpreter=interpreter.id,
        sheet_import=await make_checked_import(fair, staff.person),
        booth=booth,
        free_booth=await booth_at(fair, "A2"),
        cohost=cohost,
        place=place,
        member=member,
        question=question.id,
        condition=condition.id,
        pair=pair.id,
        merge=merge.id,
    )
