"""Hanoi's thirty district-level units as they stood in 2023: plain facts with the dates of their validity."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

DistrictKind = Literal["quận", "huyện", "thị xã"]

# Bắc Từ Liêm and Nam Từ Liêm began to work on this day, which completed the list of thirty.
LIST_SINCE = date(2014, 4, 1)
# Vietnam gave up the district level on 1 July 2025; the wards and communes that followed are another list.
LIST_UNTIL = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class District:
    """One district-level unit: `code` is the statistical office's three digits, the last valid day is included."""

    code: str
    name: str
    kind: DistrictKind
    valid_from: date = LIST_SINCE
    valid_until: date = LIST_UNTIL

    @property
    def full_name(self) -> str:
        """As in an address: "huyện Thường Tín"."""
        return f"{self.kind} {self.name}"


DISTRICTS: tuple[District, ...] = (
    District("001", "Ba Đình", "quận"),
    District("002", "Hoàn Kiếm", "quận"),
    District("003", "Tây Hồ", "quận"),
    District("004", "Long Biên", "quận"),
    District("005", "Cầu Giấy", "quận"),
    District("006", "Đống Đa", "quận"),
    District("007", "Hai Bà Trưng", "quận"),
    District("008", "Hoàng Mai", "quận"),
    District("009", "Thanh Xuân", "quận"),
    District("016", "Sóc Sơn", "huyện"),
    District("017", "Đông Anh", "huyện"),
    District("018", "Gia Lâm", "huyện"),
    District("019", "Nam Từ Liêm", "quận"),
    District("020", "Thanh Trì", "huyện"),
    District("021", "Bắc Từ Liêm", "quận"),
    District("250", "Mê Linh", "huyện"),
    District("268", "Hà Đông", "quận"),
    District("269", "Sơn Tây", "thị xã"),
    District("271", "Ba Vì", "huyện"),
    District("272", "Phúc Thọ", "huyện"),
    District("273", "Đan Phượng", "huyện"),
    District("274", "Hoài Đức", "huyện"),
    District("275", "Quốc Oai", "huyện"),
    District("276", "Thạch Thất", "huyện"),
    District("277", "Chương Mỹ", "huyện"),
    District("278", "Thanh Oai", "huyện"),
    District("279", "Thường Tín", "huyện"),
    District("280", "Phú Xuyên", "huyện"),
    District("281", "Ứng Hòa", "huyện"),
    District("282", "Mỹ Đức", "huyện"),
)

DISTRICT_BY_NAME: dict[str, District] = {district.name: district for district in DISTRICTS}
