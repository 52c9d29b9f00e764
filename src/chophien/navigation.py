"""The quiet rail: which few words each role sees, with and without a fair."""

import re

from litestar.template.base import csrf_token

from chophien.accounts.identity import Identity
from chophien.accounts.rules import STAFF, role_name
from chophien.accounts.tables import RoleKind
from chophien.support.language import _
from chophien.web.pages import AnyRequest, FairHead, Link, Shell, ShellPerson, notices_of
from chophien.web.security import token_cookie

_REACHED_FROM_PARTICIPANTS = re.compile(
    r"^(/organizer/fairs/[^/]+)/(?:imports|invitations|duplicates|registration|cohosts)(?=/|$)"
)


def bare_shell_for(request: AnyRequest, fair: FairHead | None = None) -> Shell:
    """Everything around a page, from the request alone."""
    # A request that no route knows carries no identity and no token; the cookie's token is the right one then.
    user = request.scope.get("user")
    identity = user if isinstance(user, Identity) else None
    token = csrf_token({"request": request}) or request.cookies.get(token_cookie(), "")
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Shell(
        path=path,
        csrf_token=token,
        person=ShellPerson(identity.name, role_words(identity)) if identity else None,
        navigation=_links(identity, fair, request.url.path),
        fair=fair,
        notices=notices_of(request),
        acting_for=identity.acting.company_name if identity and identity.acting else "",
    )


async def shell_for(request: AnyRequest, fair: FairHead | None) -> Shell:
    """Everything around a page."""
    return bare_shell_for(request, fair)


def role_words(identity: Identity) -> str:
    """The person's first role, in words."""
    return next((role_name(kind) for kind in (*STAFF, *RoleKind) if kind in identity.kinds), "")


def _links(identity: Identity | None, fair: FairHead | None, path: str) -> list[Link]:
    pairs = _pairs(identity, fair, path)
    # Pages that are reached from another one belong to that one's word.
    path = _REACHED_FROM_PARTICIPANTS.sub(r"\1/participants", path)
    best = max((url for _, url in pairs if path == url or path.startswith(f"{url}/")), key=len, default="")
    return [Link(label, url, current=url == best) for label, url in pairs]


def _pairs(identity: Identity | None, fair: FairHead | None, path: str) -> list[tuple[str, str]]:
    if identity is None or not identity.kinds:
        return _public(fair)
    home = (_("Trang của tôi"), identity.home)
    if fair is None:
        return [home, *_own(identity), *_looked_after(identity), (_("Các hội chợ"), "/fairs")]
    if fair.organizer_id in identity.organizer_ids:
        base = f"/organizer/fairs/{fair.slug}"
        return [
            (_("Tổng quan"), base),
            (_("Người tham gia"), f"{base}/participants"),
            (_("Sơ đồ gian"), f"{base}/booths"),
            (_("Yêu cầu gặp"), f"{base}/requests"),
            (_("Lịch gặp"), f"{base}/timetable"),
            (_("Phiên dịch"), f"/desk/fairs/{fair.slug}"),
            (_("Thư gửi đi"), f"{base}/messages"),
        ]
    if (beside := _beside(identity, fair, path)) is not None:
        return [*beside, (_("Trang hội chợ"), f"/fairs/{fair.slug}")]
    base = f"/my/fairs/{fair.slug}"
    if path != base and not path.startswith(f"{base}/"):
        # On a fair's public pages nobody knows whether this person takes part in it.
        return [*_public(fair), home]
    return _taking_part(identity, fair, base)


def _beside(identity: Identity, fair: FairHead, path: str) -> list[tuple[str, str]] | None:
    """What a co-host, an interpreter and the desk see; none for others."""
    cohosting = f"/cohost/fairs/{fair.slug}/"
    if fair.organizer_id in identity.cohost_ids and path.startswith(cohosting):
        return [
            (_("Trang của tôi"), "/cohost"),
            (_("Người tham gia"), f"{cohosting}participants"),
            (_("Báo cáo theo nơi"), f"{cohosting}report"),
        ]
    if RoleKind.INTERPRETER in identity.kinds and path.startswith("/interpreting/"):
        return [(_("Việc phiên dịch của tôi"), f"/interpreting/fairs/{fair.slug}")]
    if fair.organizer_id in identity.desk_ids:
        return [(_("Phiên dịch"), f"/desk/fairs/{fair.slug}")]
    return None


def _taking_part(identity: Identity, fair: FairHead, base: str) -> list[tuple[str, str]]:
    if RoleKind.PRODUCER in identity.kinds:
        return [
            (_("Tổng quan"), base),
            (_("Gian hàng"), f"{base}/booth"),
            *(
                [(_("Tìm nhà phân phối"), f"{base}/distributors")]
                if "producer" in fair.asking
                else [(_("Nhà phân phối tìm gì"), f"{base}/wishes")]
            ),
            (_("Yêu cầu gặp"), f"{base}/requests"),
            (_("Giờ vắng"), f"{base}/availability"),
            (_("Lịch của tôi"), f"{base}/schedule"),
            (_("Trang hội chợ"), f"/fairs/{fair.slug}"),
        ]
    return [
        (_("Tổng quan"), base),
        *([(_("Tìm nhà sản xuất"), f"{base}/producers")] if "distributor" in fair.asking else []),
        (_("Yêu cầu gặp"), f"{base}/requests"),
        (_("Giờ vắng"), f"{base}/availability"),
        (_("Lịch của tôi"), f"{base}/schedule"),
        (_("Trang hội chợ"), f"/fairs/{fair.slug}"),
    ]


def _own(identity: Identity) -> list[tuple[str, str]]:
    """What a participant keeps from fair to fair."""
    own = []
    if identity.kinds & {RoleKind.PRODUCER, RoleKind.DISTRIBUTOR}:
        own.append((_("Đơn vị của tôi"), "/my/company"))
    if RoleKind.PRODUCER in identity.kinds:
        own.append((_("Sản phẩm của tôi"), "/my/products"))
    if RoleKind.DISTRIBUTOR in identity.kinds:
        own.append((_("Hàng muốn tìm"), "/my/wishes"))
    return own


def _looked_after(identity: Identity) -> list[tuple[str, str]]:
    """What only owners and platform administrators have."""
    links = []
    if identity.owner_ids:
        links += [(_("Người trong ban tổ chức"), "/organizer/staff"), (_("Nhật ký"), "/organizer/log")]
    if RoleKind.PLATFORM in identity.kinds:
        links += [(_("Quản trị hệ thống"), "/platform"), (_("Nhật ký hệ thống"), "/platform/log")]
    return [(words, url) for words, url in links if url != identity.home]


def _public(fair: FairHead | None) -> list[tuple[str, str]]:
    if fair is None:
        return [(_("Các hội chợ"), "/fairs"), (_("Sản phẩm"), "/products")]
    base = f"/fairs/{fair.slug}"
    return [
        (_("Hội chợ"), base),
        (_("Gian hàng và đơn vị"), f"{base}/exhibitors"),
        (_("Sản phẩm"), f"{base}/products"),
        (_("Sơ đồ gian"), f"{base}/plan"),
        (_("Cách đi đến"), f"{base}/visit"),
    ]
