"""Reading files back."""

from dataclasses import dataclass

from chophien.files.tables import StoredFile
from chophien.support.language import _
from chophien.support.refusal import NotFound


@dataclass(frozen=True)
class FileFacts:
    """A file without its bytes."""

    id: int
    media_type: str
    name: str
    size: int


async def stored_file(file_id: int | None) -> StoredFile:
    """A file with its bytes. Whether the reader may see it must have been asked before. Raises NotFound."""
    found = await StoredFile.objects().get(StoredFile.id == file_id) if file_id is not None else None
    if found is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    return found


async def files_by_id(file_ids: list[int]) -> dict[int, FileFacts]:
    """What is known of these files, without their bytes."""
    if not file_ids:
        return {}
    rows = await StoredFile.select(StoredFile.id, StoredFile.media_type, StoredFile.name, StoredFile.size).where(
        StoredFile.id.is_in(file_ids)
    )
    return {row["id"]: FileFacts(**row) for row in rows}
