"""What the organizer's and the co-hosts' addresses of participants share; each has found its fair before."""

from litestar import Response
from litestar.response import Redirect, Template

from chophien.accounts.guards import who
from chophien.catalogue.queries import paper_of
from chophien.companies.tables import CompanyKind
from chophien.fairs.actions import decide_many, decide_one
from chophien.fairs.actions.conditions import add_condition, tick_condition
from chophien.fairs.actions.deciding import Decided
from chophien.fairs.forms import ConditionDetails, Decision, read_condition, read_decision
from chophien.fairs.pages.participant import one_participant_page
from chophien.fairs.pages.participants import View, Wanted, participants_page
from chophien.fairs.queries import participant, participants_of
from chophien.fairs.questions.queries import answered_file
from chophien.fairs.tables import Fair, ParticipationState
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.support.refusal import NotFound
from chophien.web.formats import number
from chophien.web.forms import Form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show


def wanted_of(request: AnyRequest) -> tuple[Wanted, int]:
    """What the address asks for, and which page of it."""
    asked = request.query_params
    page = asked.get("page", "1")
    at = int(page) if page.isdecimal() and len(page) < 6 else 1
    names = ("state", "kind", "q", "place", "lacking")
    return _wanted(*(asked.get(name, "") for name in names)), at


def _wanted(state: str, kind: str, search: str, place: str, lacking: str) -> Wanted:
    return Wanted(
        state=state if state in set(ParticipationState) else "",
        kind=kind if kind in set(CompanyKind) else "",
        search=search[:100],
        place=place if place.isdecimal() and len(place) < 10 else "",
        lacking=lacking if lacking in {"answers", "papers", "conditions"} else "",
    )


async def decide_ticked(request: AnyRequest, fair: Fair, view: View, head: FairHead) -> Template | Redirect:
    """Approve or refuse those that are ticked."""
    form = read_decision(await typed_form(request), needs_ids=True)
    wanted = _wanted(*(form.text(name) for name in ("state", "kind", "q", "place", "lacking")))

    async def decide(decision: Decision) -> str:
        ids = decision.ids
        if view.places is not None:
            own = {line.id for line in await participants_of(fair.id, None, None, places=view.places)}
            ids = [each for each in ids if each in own]
            if not ids:
                raise NotFound(_("Không có đơn vị này trong hội chợ."))
        by = who(request).person_id
        done = await decide_many(
            fair, ids, decision.state, reason=decision.reason, by=by, at=now(), condition=decision.condition
        )
        return told(decision.state, done)

    words = await form.submit(decide)
    if words is None:
        page = await participants_page(fair, view, wanted, form)
        return await show(request, page, fair=head, status=422)
    return go_to(f"{view.base}{wanted.query}", done=words)


async def show_one(
    request: AnyRequest,
    fair: Fair,
    view: View,
    participation_id: int,
    head: FairHead,
    *,
    form: Form[Decision] | None = None,
    condition_form: Form[ConditionDetails] | None = None,
    status: int = 200,
) -> Template:
    """One participant."""
    page = await one_participant_page(fair, view, participation_id, at=now(), form=form, condition_form=condition_form)
    return await show(request, page, fair=head, status=status)


async def decide_single(
    request: AnyRequest, fair: Fair, view: View, participation_id: int, head: FairHead
) -> Template | Redirect:
    """Approve or refuse one participant."""
    line = await participant(fair.id, participation_id, places=view.places)
    form = read_decision(await typed_form(request))

    async def decide(decision: Decision) -> str:
        by = who(request).person_id
        await decide_one(
            fair,
            line.id,
            decision.state,
            reason=decision.reason,
            by=by,
            at=now(),
            condition=decision.condition,
        )
        return told(decision.state, Decided(1, 0))

    words = await form.submit(decide)
    if words is None:
        status = 409 if form.error("form") else 422
        return await show_one(request, fair, view, line.id, head, form=form, status=status)
    return go_to(f"{view.base}/{line.id}", done=words)


async def set_condition(
    request: AnyRequest, fair: Fair, view: View, participation_id: int, head: FairHead
) -> Template | Redirect:
    """Ask a participant for something more."""
    line = await participant(fair.id, participation_id, places=view.places)
    form = read_condition(await typed_form(request))

    async def add(condition: ConditionDetails) -> bool:
        await add_condition(fair, line.id, condition, by=who(request).person_id, at=now())
        return True

    if not await form.submit(add):
        return await show_one(request, fair, view, line.id, head, condition_form=form, status=422)
    return go_to(f"{view.base}/{line.id}", done=_("Đã ghi điều kiện và gửi thư báo."))


async def tick(request: AnyRequest, fair: Fair, view: View, participation_id: int, condition_id: int) -> Redirect:
    """Tick a condition off, or take that back."""
    line = await participant(fair.id, participation_id, places=view.places)
    met = (await typed_form(request)).text("met") == "yes"
    await tick_condition(fair, line.id, condition_id, met=met, by=who(request).person_id, at=now())
    words = _("Đã ghi là đã nhận và gửi thư báo.") if met else _("Đã ghi là chưa nhận.")
    return go_to(f"{view.base}/{line.id}", done=words)


async def answer_file(
    request: AnyRequest, fair: Fair, view: View, participation_id: int, question_id: int
) -> Response[bytes]:
    """The file that a participant sent as an answer."""
    line = await participant(fair.id, participation_id, places=view.places)
    return file_reply(request, await stored_file(await answered_file(line.id, question_id)))


async def paper_file(
    request: AnyRequest, fair: Fair, view: View, participation_id: int, paper_id: int
) -> Response[bytes]:
    """The scan of one of a participant's papers."""
    line = await participant(fair.id, participation_id, places=view.places)
    paper = await paper_of(line.company_id, paper_id)
    return file_reply(request, await stored_file(paper.file if paper else None))


def told(state: ParticipationState, decided: Decided) -> str:
    """What was done, and what was not."""
    figure = {"num": number(decided.now)}
    if state == ParticipationState.APPROVED:
        words = ngettext("Đã duyệt một đơn vị và gửi thư báo.", "Đã duyệt %(num)s đơn vị và gửi thư báo.", decided.now)
    else:
        words = ngettext(
            "Đã từ chối một đơn vị và gửi thư báo.", "Đã từ chối %(num)s đơn vị và gửi thư báo.", decided.now
        )
    said = [words % figure] if decided.now else []
    if decided.before:
        late = ngettext(
            "Một đơn vị đã được quyết định trước.", "%(num)s đơn vị đã được quyết định trước.", decided.before
        )
        said.append(late % {"num": number(decided.before)})
    if decided.full:
        full = ngettext("Một đơn vị không còn chỗ.", "%(num)s đơn vị không còn chỗ.", decided.full)
        said.append(full % {"num": number(decided.full)})
    return " ".join(said) or words % figure
