"""Gathering what the public pages show."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from chophien.catalogue.queries import ProductLine, products_of, search_products
from chophien.catalogue.rules import group_choices
from chophien.companies.queries import with_logo
from chophien.companies.rules import company_address, company_form_words, country_name
from chophien.companies.tables import CompanyKind
from chophien.fairs.pages.dates import lengths_words, span_of
from chophien.fairs.pages.public import (
    AgendaDay,
    AgendaLine,
    BoothCodes,
    Exhibitor,
    ExhibitorSearch,
    ExhibitorsPage,
    FairListPage,
    PublicFair,
    PublicFairPage,
)
from chophien.fairs.queries import (
    CoHostLine,
    ParticipantLine,
    ProgrammeLine,
    SlotLine,
    co_hosts_of,
    counts_by_state,
    counts_of_fairs,
    halls_of,
    organizer_names,
    participants_of,
    product_count,
    programme_of,
    room_counts,
    sessions_of,
    shown_exhibiting,
    shown_fairs,
    slots_of,
)
from chophien.fairs.rules import Phase, phase, registration_is_open, spoken, standing_words
from chophien.fairs.tables import Fair, FairState, MeetsAt, ParticipationState
from chophien.places.gazetteer import same_ground
from chophien.places.rules import place_words, those_with
from chophien.settings import settings
from chophien.support.folding import folded
from chophien.support.language import _, ngettext
from chophien.web.formats import clock, local, number
from chophien.web.structured import structured

_TEASED = 8
EXHIBITORS_ON_A_PAGE = 50
_APPROVED = ParticipationState.APPROVED


async def fair_list_page(*, at: datetime) -> FairListPage:
    """Every fair that the public may see, the next ones first; three queries however many there are."""
    shown = await shown_fairs()
    counts = await counts_of_fairs([fair.id for fair, _name in shown])
    coming: list[PublicFair] = []
    over: list[PublicFair] = []
    for fair, organizer in shown:
        step = phase(fair, at)
        line = PublicFair(
            slug=fair.slug,
            name=spoken(fair.name_vi, fair.name_en),
            span=span_of(fair),
            venue=fair.venue,
            organizer=organizer,
            phase=step,
            phase_words=standing_words(fair, at),
            producers=counts[fair.id][CompanyKind.PRODUCER, _APPROVED],
        )
        (over if step == Phase.OVER else coming).append(line)
    return FairListPage(coming=coming, over=over[::-1])


async def public_fair_page(fair: Fair, booth_codes: BoothCodes | None, *, at: datetime) -> PublicFairPage:
    """The whole cover of a fair's programme."""
    counts = await counts_by_state(fair.id)
    booths, tables, _slots = await room_counts(fair.id)
    slots = await slots_of(fair.id)
    at_booths = {each.id for each in await sessions_of(fair.id) if each.meets_at is MeetsAt.BOOTHS}
    co_hosts = await co_hosts_of(fair.id)
    programme = await programme_of(fair.id)
    organizer = (await organizer_names([fair.organizer]))[fair.organizer]
    step = phase(fair, at)
    name, about = spoken(fair.name_vi, fair.name_en), spoken(fair.about_vi, fair.about_en)
    best = await search_products(shown_exhibiting(fair.id), per_page=6)
    url = f"{settings().public_url}/fairs/{fair.slug}"
    return PublicFairPage(
        slug=fair.slug,
        name=name,
        about=about,
        span=span_of(fair),
        hours=_hours(slots, fair.timezone),
        timezone=fair.timezone,
        venue=fair.venue,
        address=fair.address,
        organizer=organizer,
        co_hosts=co_host_words(co_hosts),
        halls=" · ".join(hall.name for hall in await halls_of(fair.id)),
        phase=step,
        phase_words=standing_words(fair, at),
        registration_from=fair.registration_from,
        registration_until=fair.registration_until,
        registration_open=registration_is_open(fair, at),
        registration_coming=step == Phase.DRAFT or (step == Phase.ANNOUNCED and at < fair.registration_from),
        requests_until=fair.requests_until,
        asking=fair.asking,
        producers=counts[CompanyKind.PRODUCER, _APPROVED],
        distributors=counts[CompanyKind.DISTRIBUTOR, _APPROVED],
        products=await product_count(fair.id),
        booths=booths,
        tables=tables,
        slots=len(slots),
        slot_minutes=lengths_words({_minutes(slot) for slot in slots}),
        days=agenda_days(slots, programme, tables, at_booths, fair.timezone),
        exhibitors=(await _exhibitors(fair, booth_codes))[:_TEASED],
        best_products=_one_each(best.lines),
        json_ld=_json_ld(fair, (organizer, co_hosts), programme, slots, url),
        url=url,
        is_draft=fair.state == FairState.DRAFT,
    )


async def exhibitors_page(fair: Fair, booth_codes: BoothCodes | None, wanted: ExhibitorSearch) -> ExhibitorsPage:
    """One page of the fair's producers by name, narrowed to those that fit."""
    everybody = await _exhibitors(fair, booth_codes)
    words = folded(wanted.text).split()
    ground = same_ground(wanted.district)
    found = [
        each
        for each in everybody
        if (not wanted.district or each.place_key in ground)
        and (not wanted.group or any(product.group == wanted.group for product in each.products))
        and all(
            word in folded(" ".join([each.company, each.booth, *(product.name for product in each.products)]))
            for word in words
        )
    ]
    here = {each.place_key for each in everybody}
    groups = {product.group for each in everybody for product in each.products}
    pages = max(1, -(-len(found) // EXHIBITORS_ON_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    base = f"/fairs/{fair.slug}/exhibitors"
    given = {"q": wanted.text, "district": wanted.district, "group": wanted.group}
    kept = {name: value for name, value in given.items() if value}

    def address(of_page: int) -> str:
        return f"{base}?{urlencode({**kept, 'page': of_page})}" if 1 <= of_page <= pages else ""

    first = (page - 1) * EXHIBITORS_ON_A_PAGE
    return ExhibitorsPage(
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        exhibitors=found[first : first + EXHIBITORS_ON_A_PAGE],
        found=len(found),
        first=first + 1,
        total=len(everybody),
        search=wanted.text,
        district=wanted.district,
        districts=those_with(here),
        group=wanted.group,
        groups=[(group, words) for group, words in group_choices() if group in groups],
        previous_url=address(page - 1),
        next_url=address(page + 1),
        cover_url=f"{settings().public_url}/fairs/{fair.slug}/cover.png",
        url=f"{settings().public_url}{base}",
    )


async def _exhibitors(fair: Fair, booth_codes: BoothCodes | None) -> list[Exhibitor]:
    lines = [line for line in await participants_of(fair.id, CompanyKind.PRODUCER) if line.closed_at is None]
    products = await products_of([line.company_id for line in lines])
    booths = await booth_codes(fair.id) if booth_codes else {}
    logos = await with_logo([line.company_id for line in lines])
    return [
        replace(_exhibitor(line, booths.get(line.id, ""), products[line.company_id]), has_logo=line.company_id in logos)
        for line in lines
    ]


def _exhibitor(line: ParticipantLine, booth: str, products: list[ProductLine]) -> Exhibitor:
    abroad = line.country != "VN"
    return Exhibitor(
        id=line.id,
        company_id=line.company_id,
        company=line.company,
        url=company_address(line.company_id, line.company),
        form_words=company_form_words(line.form),
        place=country_name(line.country) if abroad else place_words(line.place_kind, line.place),
        place_key="" if abroad else line.place_key,
        booth=booth,
        products=products,
    )


def agenda_days(
    slots: list[SlotLine], programme: list[ProgrammeLine], tables: int, at_booths: set[int], timezone: str
) -> list[AgendaDay]:
    """The programme and the meeting sessions of each day in `timezone`, in order of time; in the sessions `at_booths`
    producers receive at their booths."""
    lines = [AgendaLine(item.starts_at, item.ends_at, item.title, item.spot) for item in programme]
    at_tables = ngettext("một bàn", "%(num)s bàn", tables) % {"num": number(tables)}
    for session, found in groupby(slots, key=lambda slot: slot.session_id):
        run = list(found)
        each = ngettext("Một lượt gặp", "%(num)s lượt gặp", len(run)) % {"num": len(run)}
        title = _("Gặp gỡ kết nối giao thương: %(session)s") % {"session": run[0].session.lower()}
        where = _("ở gian của nhà sản xuất") if session in at_booths else at_tables
        lines.append(AgendaLine(run[0].starts_at, run[-1].ends_at, title, f"{each} · {where}", len(run)))
    lines.sort(key=lambda line: (line.starts_at, line.ends_at))
    by_day = groupby(lines, key=lambda line: local(line.starts_at, timezone).date())
    return [AgendaDay(day, list(found)) for day, found in by_day]


def co_host_words(co_hosts: list[CoHostLine]) -> str:
    """The districts in one line."""
    return ", ".join(host.words for host in co_hosts)


def _minutes(slot: SlotLine) -> int:
    return round((slot.ends_at - slot.starts_at).total_seconds() / 60)


def _hours(slots: list[SlotLine], timezone: str) -> str:
    if not slots:
        return ""
    first = min(clock(slot.starts_at, timezone) for slot in slots)
    last = max(clock(slot.ends_at, timezone) for slot in slots)
    return f"{first}–{last}"


def _one_each(lines: list[ProductLine]) -> list[ProductLine]:
    seen: Counter[int] = Counter()
    kept = []
    for line in lines:
        seen[line.company_id] += 1
        if seen[line.company_id] <= 2:
            kept.append(line)
    return kept


def _json_ld(
    fair: Fair, hosts: tuple[str, list[CoHostLine]], programme: list[ProgrammeLine], slots: list[SlotLine], url: str
) -> Markup:
    """The fair as schema.org/Event."""
    zone = ZoneInfo(fair.timezone)
    organizer, co_hosts = hosts
    body = {"@type": "Organization", "name": organizer}
    districts = [{"@type": "AdministrativeArea", "name": host.words} for host in co_hosts]
    place: dict[str, Any] = {
        "@type": "Place",
        "name": fair.venue,
        "address": {"@type": "PostalAddress", "streetAddress": fair.address},
    }
    if fair.map_url:
        place["hasMap"] = fair.map_url
    moments: list[Any] = [*slots, *programme]
    first = min((each.starts_at for each in moments), default=None)
    last = max((each.ends_at for each in moments), default=None)
    told = {
        "@type": "BusinessEvent",
        "name": spoken(fair.name_vi, fair.name_en),
        "description": spoken(fair.about_vi, fair.about_en)[:500],
        "inLanguage": ["vi", "en"],
        "startDate": first.astimezone(zone).isoformat() if first else fair.starts_on.isoformat(),
        "endDate": last.astimezone(zone).isoformat() if last else fair.ends_on.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": place,
        "organizer": [body, *districts] if districts else body,
        "url": url,
        "image": f"{url}/cover.png",
        "subEvent": [
            {
                "@type": "Event",
                "name": item.title,
                "startDate": item.starts_at.astimezone(zone).isoformat(),
                "endDate": item.ends_at.astimezone(zone).isoformat(),
                "location": item.spot or fair.venue,
            }
            for item in programme
        ],
    }
    return structured(told)
