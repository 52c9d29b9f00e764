"""What a company has of its own, handed over: people, products, papers, what it looks for."""

from chophien.catalogue.tables import FormerProduct, Paper, Product, ProductPicture, Want
from chophien.companies.tables import Delegate, DelegateInvitation
from chophien.directory.actions.journal import Journal
from chophien.directory.queries.both import Row, Side
from chophien.directory.rules.folding import agree, filled, same_person, same_product
from chophien.exchange.tables import ProductKey
from chophien.files.tables import StoredFile
from chophien.matchmaking.tables import DelegateAbsence, NotMeeting


async def hand_over_people(journal: Journal, kept: Side, gone: Side) -> None:
    """Every delegate comes along; who is there twice becomes one. Who looks after the company stays as it was."""
    signers = [seat["id"] for seat in kept.delegates if seat["person"] is not None]
    if signers and not any(seat["owner"] for seat in kept.delegates):
        # Without an owner the first who signs in looks after it, which somebody of the other company might now be.
        await journal.change(Delegate, signers[0], {"owner": True})
    for seat in gone.delegates:
        twin = next((own for own in kept.delegates if same_person(own, seat)), None)
        if kept.signs_in and seat["owner"]:
            await journal.change(Delegate, seat["id"], {"owner": False})
        if twin is None:
            await journal.move(Delegate.company, gone.id, kept.id, only=[seat["id"]])
            continue
        changes = filled("delegate", twin, seat)
        if twin["person"] is None and seat["person"] is not None:
            changes |= {"person": seat["person"], "owner": seat["owner"] and not kept.signs_in}
        if twin["person"] is None and seat["person"] is None:
            await journal.move(DelegateInvitation.delegate, seat["id"], twin["id"])
        else:
            spent = await DelegateInvitation.select(DelegateInvitation.id).where(
                DelegateInvitation.delegate.is_in([seat["id"], twin["id"]])
            )
            await journal.remove(DelegateInvitation, [row["id"] for row in spent])
        await journal.move(DelegateAbsence.delegate, seat["id"], twin["id"])
        await journal.move(NotMeeting.delegate, seat["id"], twin["id"])
        await journal.remove(Delegate, [seat["id"]])
        await journal.change(Delegate, twin["id"], changes)


async def hand_over_products(journal: Journal, kept: Side, gone: Side) -> int:
    """Every product comes along, and those that both have become one; returns how many names stand twice after all."""
    left = list(kept.products)
    twice = 0
    for product in gone.products:
        twin = next((own for own in left if same_product(own, product)), None)
        if twin is None:
            twice += any(own["folded_name"] == product["folded_name"] for own in kept.products)
            await journal.move(Product.company, gone.id, kept.id, only=[product["id"]])
            continue
        left.remove(twin)
        await _hand_over_pictures(journal, product["id"], twin["id"])
        for column in (Paper.product, ProductKey.product, FormerProduct.product):
            await journal.move(column, product["id"], twin["id"])
        await journal.remove(Product, [product["id"]])
        await journal.change(Product, twin["id"], filled("product", twin, product))
        await FormerProduct.delete().where(FormerProduct.former == product["id"])
        await journal.add(FormerProduct(former=product["id"], product=twin["id"]))
    return twice


async def _hand_over_pictures(journal: Journal, product_id: int, twin_id: int) -> None:
    """The pictures that the other product does not have yet, behind its own."""
    shown = await _pictures(twin_id)
    known = {row["fingerprint"] for row in shown}
    position = max((row["position"] for row in shown), default=0)
    for row in await _pictures(product_id):
        if row["fingerprint"] in known:
            await journal.remove(ProductPicture, [row["id"]])
            continue
        position += 1
        await journal.change(ProductPicture, row["id"], {"product": twin_id, "position": position})


async def _pictures(product_id: int) -> list[Row]:
    return (
        await ProductPicture.select(
            ProductPicture.id, ProductPicture.position, ProductPicture.file.fingerprint.as_alias("fingerprint")
        )
        .where(ProductPicture.product == product_id)
        .order_by(ProductPicture.position)
        .order_by(ProductPicture.id)
    )


async def hand_over_papers(journal: Journal, kept: Side, gone: Side) -> None:
    """Every paper comes along; of two that say the same one stays, with the scan of either."""
    theirs = await Paper.select().where(Paper.company == gone.id).order_by(Paper.id)
    prints = await _fingerprints([row["file"] for row in (*kept.papers, *theirs) if row["file"] is not None])
    left = list(kept.papers)
    for paper in theirs:
        twin = next((own for own in left if _same_paper(own, paper, prints)), None)
        if twin is None:
            await journal.move(Paper.company, gone.id, kept.id, only=[paper["id"]])
            continue
        left.remove(twin)
        changes = filled("paper", twin, paper)
        if twin["file"] is None and paper["file"] is not None:
            changes["file"] = paper["file"]
        await journal.remove(Paper, [paper["id"]])
        await journal.change(Paper, twin["id"], changes)


def _same_paper(own: Row, paper: Row, prints: dict[int, str]) -> bool:
    scans = {prints[row["file"]] for row in (own, paper) if row["file"] is not None}
    same = own["kind"] == paper["kind"] and own["product"] == paper["product"]
    return same and len(scans) < 2 and agree("paper", own, paper)


async def _fingerprints(file_ids: list[int]) -> dict[int, str]:
    rows = await StoredFile.select(StoredFile.id, StoredFile.fingerprint).where(StoredFile.id.is_in(file_ids or [0]))
    return {row["id"]: row["fingerprint"] for row in rows}


async def hand_over_want(journal: Journal, kept: Side, gone: Side) -> None:
    """What is looked for: the word of the company that stays, and the other's where it says nothing."""
    if gone.want is None:
        return
    if kept.want is None:
        await journal.move(Want.company, gone.id, kept.id)
        return
    await journal.remove(Want, [gone.want["id"]])
    await journal.change(Want, kept.want["id"], filled("want", kept.want, gone.want))
