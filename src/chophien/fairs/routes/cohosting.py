"""Co-hosts: the organizer invites who decides for a district; they see and decide on its participants only."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import cohost, organizer, who
from chophien.fairs.actions.cohosting import invite_member, remove_member
from chophien.fairs.forms.cohosting import MemberDetails, read_member
from chophien.fairs.pages.cohosting import CoHostedFair, CoHostHomePage, CoHostsPage
from chophien.fairs.pages.dates import span_of
from chophien.fairs.pages.participants import View, participants_page
from chophien.fairs.queries import counts_by_state, fair_head, organizer_fair
from chophien.fairs.queries.cohosting import cohost_fair, cohosted_fairs, members_of
from chophien.fairs.queries.plans import co_host_places
from chophien.fairs.routes import participating
from chophien.fairs.routes.exporting import exported
from chophien.fairs.routes.planning import head_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, ParticipationState
from chophien.places.queries import place_names
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show

MEMBERS = "/organizer/fairs/{slug:str}/cohosts"
LIST = "/cohost/fairs/{slug:str}/participants"
ONE = LIST + "/{participation_id:int}"


async def _members_page(fair: Fair, form: Form[MemberDetails]) -> CoHostsPage:
    return CoHostsPage(
        fair_base=f"/organizer/fairs/{fair.slug}",
        places=await co_host_places(fair.id),
        members=await members_of(fair.id),
        form=form,
    )


@get(MEMBERS, guards=[organizer])
async def members_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Who decides for which co-hosting district."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _members_page(fair, fresh_form()), fair=head_of(fair))


@post(MEMBERS, guards=[organizer], status_code=200, opt={"deed": later("Mời người của đơn vị phối hợp")})
async def invite_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Invite somebody."""
    fair = await organizer_fair(who(request), slug)
    form = read_member(await typed_form(request), await co_host_places(fair.id))

    async def invite(details: MemberDetails) -> bool:
        await invite_member(fair, details, at=now())
        return True

    if not await form.submit(invite):
        return await show(request, await _members_page(fair, form), fair=head_of(fair), status=422)
    return go_to(f"/organizer/fairs/{slug}/cohosts", done=_("Đã mời và gửi thư."))


@post(f"{MEMBERS}/{{member_id:int}}/remove", guards=[organizer], opt={"deed": later("Bỏ người của đơn vị phối hợp")})
async def remove_now(request: AnyRequest, slug: FromPath[str], member_id: FromPath[int]) -> Redirect:
    """Somebody decides no more."""
    fair = await organizer_fair(who(request), slug)
    await remove_member(fair, member_id)
    return go_to(f"/organizer/fairs/{slug}/cohosts", done=_("Người này không còn duyệt thay đơn vị phối hợp."))


@get("/cohost", guards=[cohost])
async def cohost_home(request: AnyRequest) -> Template:
    """The fairs for which the person decides."""
    lines = []
    for fair, places in await cohosted_fairs(who(request)):
        counts = await counts_by_state(fair.id, places=places)
        names = await place_names(sorted(places))
        lines.append(
            CoHostedFair(
                name=spoken(fair.name_vi, fair.name_en),
                url=f"/cohost/fairs/{fair.slug}/participants",
                span=span_of(fair),
                venue=fair.venue,
                places=", ".join(sorted(names.values())),
                waiting=sum(n for (_kind, state), n in counts.items() if state == ParticipationState.WAITING),
            )
        )
    return await show(request, CoHostHomePage(fairs=lines))


async def _seen(request: AnyRequest, slug: str) -> tuple[Fair, View, FairHead]:
    fair, places = await cohost_fair(who(request), slug)
    view = View(f"/cohost/fairs/{fair.slug}", places)
    return fair, view, fair_head(fair, view.base)


@get(LIST, guards=[cohost])
async def district_participants(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The participants from the person's places."""
    fair, view, head = await _seen(request, slug)
    wanted, at = participating.wanted_of(request)
    return await show(request, await participants_page(fair, view, wanted, fresh_form(), at=at), fair=head)


@post(LIST, guards=[cohost], status_code=200, opt={"deed": later("Đơn vị phối hợp duyệt hoặc từ chối nhiều đơn vị")})
async def decide_in_district(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Approve or refuse those that are ticked."""
    fair, view, head = await _seen(request, slug)
    return await participating.decide_ticked(request, fair, view, head)


@get([f"{LIST}/csv", f"{LIST}/xlsx"], guards=[cohost])
async def district_file(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The participants from the person's places as a file, filtered as the list is."""
    fair, view, _head = await _seen(request, slug)
    wanted, _at = participating.wanted_of(request)
    return await exported(fair, view, wanted, request.url.path.rsplit("/", 1)[1])


@get(ONE, guards=[cohost])
async def district_participant(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template:
    """One participant from the person's places."""
    fair, view, head = await _seen(request, slug)
    return await participating.show_one(request, fair, view, participation_id, head)


@post(ONE, guards=[cohost], status_code=200, opt={"deed": later("Đơn vị phối hợp duyệt hoặc từ chối một đơn vị")})
async def decide_one_in_district(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Approve or refuse one participant."""
    fair, view, head = await _seen(request, slug)
    return await participating.decide_single(request, fair, view, participation_id, head)


@post(f"{ONE}/conditions", guards=[cohost], status_code=200, opt={"deed": later("Yêu cầu một đơn vị bổ sung")})
async def ask_for_more_in_district(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Set one more condition."""
    fair, view, head = await _seen(request, slug)
    return await participating.set_condition(request, fair, view, participation_id, head)


@post(
    f"{ONE}/conditions/{{condition_id:int}}",
    guards=[cohost],
    opt={"deed": later("Đánh dấu phần bổ sung của một đơn vị")},
)
async def tick_off_in_district(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], condition_id: FromPath[int]
) -> Redirect:
    """Tick a condition off, or take that back."""
    fair, view, _head = await _seen(request, slug)
    return await participating.tick(request, fair, view, participation_id, condition_id)


@get(f"{ONE}/answers/{{question_id:int}}", guards=[cohost])
async def answer_file_in_district(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], question_id: FromPath[int]
) -> Response[bytes]:
    """The file that was sent as an answer."""
    fair, view, _head = await _seen(request, slug)
    return await participating.answer_file(request, fair, view, participation_id, question_id)


@get(f"{ONE}/papers/{{paper_id:int}}", guards=[cohost])
async def paper_file_in_district(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], paper_id: FromPath[int]
) -> Response[bytes]:
    """The scan of one of its papers."""
    fair, view, _head = await _seen(request, slug)
    return await participating.paper_file(request, fair, view, participation_id, paper_id)


ROUTES = [
    members_page,
    invite_now,
    remove_now,
    cohost_home,
    district_participants,
    district_file,
    decide_in_district,
    district_participant,
    decide_one_in_district,
    ask_for_more_in_district,
    tick_off_in_district,
    answer_file_in_district,
    paper_file_in_district,
]
