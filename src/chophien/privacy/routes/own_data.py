"""What is held about oneself: looked at, and taken away as a file."""

import json

from litestar import Response, get
from litestar.response import Template

from chophien.accounts.actions.platform import known_person
from chophien.accounts.guards import signed_in, who
from chophien.fairs.queries import fair_names
from chophien.privacy.pages import ConsentLine, OwnDataPage
from chophien.privacy.queries import consents_of, held_about
from chophien.support.clock import now
from chophien.web.downloads import download
from chophien.web.pages import AnyRequest, show


@get("/account/data", guards=[signed_in])
async def own_data_page(request: AnyRequest) -> Template:
    """What was agreed to, the file, and the way out."""
    consents = await consents_of(who(request).person_id)
    names = await fair_names(sorted({consent.fair_id for consent in consents if consent.fair_id}))
    lines = [ConsentLine(each.version, each.given_at, names.get(each.fair_id, "")) for each in consents]
    return await show(request, OwnDataPage(consents=lines))


@get("/account/data.json", guards=[signed_in])
async def own_data_file(request: AnyRequest) -> Response[bytes]:
    """Everything that is held about whoever is signed in, as JSON."""
    held = await held_about(await known_person(who(request).person_id), at=now())
    content = json.dumps(held, ensure_ascii=False, indent=2).encode()
    return download(content, "application/json", "chophien-personal-data.json")


ROUTES = [own_data_page, own_data_file]
