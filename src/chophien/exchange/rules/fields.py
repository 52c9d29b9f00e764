"""The fields that a column of a sheet may hold, and which headers people write over them."""

import re
from dataclasses import dataclass

from chophien.exchange.tables import SheetKind
from chophien.support.folding import folded
from chophien.support.language import _, later, speaking


@dataclass(frozen=True)
class Field:
    """A field of a row."""

    key: str
    label: str
    """Vietnamese words, translated when shown."""
    headers: str
    """Other headers in both languages, folded, with a bar between."""
    help: str = ""
    required: bool = False
    instead: tuple[str, ...] = ()
    """Fields that name the same thing: one of them is enough where this one is required."""

    @property
    def words(self) -> str:
        """The label in the spoken language."""
        return _(self.label)

    @property
    def help_words(self) -> str:
        """What to write there, in the spoken language."""
        return _(self.help) if self.help else ""

    @property
    def folded_headers(self) -> frozenset[str]:
        """Every header under which this field is found: its label in both languages, and what else people write."""
        with speaking("en"):
            english = folded(self.words)
        return frozenset({folded(self.label), english, *self.headers.split("|")})


_PARTICIPANTS = (
    Field(
        "name",
        later("Tên đơn vị"),
        "name|company|company name|name of the company|ten cong ty|ten doanh nghiep|ten co so|don vi|doanh nghiep"
        "|ten|cong ty|ten chu the|chu the|organisation|organization|exhibitor|buyer|supplier",
        required=True,
    ),
    Field(
        "form",
        later("Loại hình"),
        "form of business|form|type|business type|company type|loai|loai hinh doanh nghiep|loai hinh kinh doanh",
    ),
    Field(
        "tax_code",
        later("Mã số thuế"),
        "tax code|tax id|tax number|mst|ma thue|vat number|ma so doanh nghiep|msdn",
        later("Là cách chắc nhất để lần nhập sau nhận ra cùng một đơn vị."),
    ),
    Field(
        "key",
        later("Mã riêng"),
        "own number|external id|id|ma|ma so|ma don vi|code|ref|reference|company id",
        later("Số hiệu trong danh sách của bạn, nếu có; không hiện cho ai khác."),
    ),
    Field(
        "country",
        later("Nước"),
        "country|quoc gia|nuoc quoc gia",
        later("Tên nước hoặc mã hai chữ; trống là Việt Nam."),
    ),
    Field(
        "district",
        later("Địa phương"),
        "district|district or town|quan huyen|huyen|quan|quan huyen thi xa|"
        "phuong xa|phuong|xa|dia phuong|ward|commune|ward or commune|tinh|tinh thanh|province|dia ban|place|noi",
        later("Phường, xã của Hà Nội từ 7/2025, quận, huyện trước đó, hoặc tỉnh khác."),
    ),
    Field("address", later("Địa chỉ"), "address|dia chi tru so|tru so|street address|dia diem"),
    Field("phone", later("Điện thoại"), "phone|telephone|tel|so dien thoai|sdt|dt|mobile|phone number|hotline"),
    Field(
        "email", later("Thư điện tử chung"), "email|e mail|mail|thu dien tu|company email|email address|general e mail"
    ),
    Field("website", later("Trang web"), "website|web|url|homepage|trang chu"),
    Field(
        "languages",
        later("Ngôn ngữ nói được"),
        "languages|languages spoken|language|ngon ngu|tieng noi duoc|tieng|ngoai ngu",
        later("Ví dụ: Tiếng Việt, Tiếng Anh; hoặc vi, en."),
    ),
    Field(
        "interpreting",
        later("Cần phiên dịch tiếng"),
        "interpreting|interpreter|interpreting needed|can phien dich|phien dich|needs interpreter|interpreter language",
        later("Một thứ tiếng; trống nếu nói tiếng Việt."),
    ),
    Field(
        "about_vi",
        later("Giới thiệu"),
        "about|about in vietnamese|introduction|gioi thieu tieng viet|mo ta|description",
    ),
    Field(
        "about_en", later("Giới thiệu bằng tiếng Anh"), "about in english|introduction in english|gioi thieu tieng anh"
    ),
    Field(
        "contact_name",
        later("Người liên hệ"),
        "contact|contact person|contact name|nguoi dai dien|ho ten nguoi lien he|ho va ten|ho ten|dai dien"
        "|representative|ten nguoi lien he|delegate|full name",
    ),
    Field("contact_duty", later("Chức vụ"), "duty|position|job title|title|chuc danh|vi tri|role"),
    Field(
        "contact_phone",
        later("Điện thoại người liên hệ"),
        "contact phone|phone of the contact person|contact telephone|sdt nguoi lien he|so dien thoai nguoi lien he"
        "|di dong|dien thoai di dong|so di dong",
    ),
    Field(
        "contact_email",
        later("Thư điện tử người liên hệ"),
        "contact email|contact e mail|e mail of the contact person|email nguoi lien he",
    ),
)

_WANTS = (
    Field(
        "looking_for_vi",
        later("Muốn tìm mua gì?"),
        "looking for|wants to buy|can mua|muon mua|nhu cau|nhu cau mua|muon tim mua gi|mat hang quan tam",
    ),
    Field(
        "looking_for_en",
        later("Muốn tìm mua gì, bằng tiếng Anh"),
        "looking for in english|wants to buy in english|nhu cau tieng anh",
    ),
)

_PRODUCTS = (
    Field(
        "company",
        later("Nhà sản xuất"),
        "producer|company|company name|supplier|maker|manufacturer|ten don vi|don vi|ten cong ty|doanh nghiep"
        "|ten doanh nghiep|chu the|ten chu the|co so|co so san xuat|nha cung cap|hop tac xa",
        later("Tên, mã số thuế hoặc mã riêng: cần có một trong ba."),
        required=True,
        instead=("tax_code", "company_key"),
    ),
    Field(
        "tax_code",
        later("Mã số thuế của nhà sản xuất"),
        "tax code|tax id|mst|ma so thue|mst nha san xuat|tax code of producer",
    ),
    Field("company_key", later("Mã riêng của nhà sản xuất"), "company id|producer id|ma don vi|ma nha san xuat"),
    Field(
        "name",
        later("Tên sản phẩm"),
        "product|product name|name|san pham|ten|ten hang|mat hang|ten mat hang|name of the product",
        required=True,
    ),
    Field(
        "key",
        later("Mã sản phẩm"),
        "product id|product code|sku|id|code|ma|ma hang|ref|reference|external id",
        later("Số hiệu trong danh sách của bạn, nếu có; không hiện cho ai khác."),
    ),
    Field(
        "group",
        later("Nhóm sản phẩm"),
        "group|product group|nhom|nganh hang|nganh|category|loai|loai san pham|nhom nganh",
        later("Ví dụ: Thực phẩm, Đồ uống, Thủ công mỹ nghệ."),
    ),
    Field(
        "stars",
        later("Hạng sao OCOP"),
        "stars|ocop stars|rating|sao|hang sao|so sao|hang|xep hang|ocop|sao ocop|hang ocop",
        later("3, 4, 5 hoặc “tiềm năng 5 sao”; trống nếu chưa xếp hạng."),
    ),
    Field(
        "recognised_on",
        later("Ngày công nhận"),
        "recognised on|recognized on|date of recognition|ngay quyet dinh|ngay cong nhan ocop|recognition date",
        later("Ngày trước, tháng sau, ví dụ 30/06/2025."),
    ),
    Field(
        "decision_number",
        later("Số quyết định"),
        "decision number|decision|quyet dinh|so quyet dinh cong nhan|so qd|qd",
    ),
    Field("recognised_by", later("Cấp công nhận"), "recognised by|recognized by|level|cap|cap quyet dinh"),
    Field("village", later("Làng nghề"), "craft village|village|ten lang nghe|lang"),
    Field(
        "district",
        later("Nơi làm ra"),
        "place|district|ward|dia phuong|quan huyen|phuong xa|noi san xuat|dia ban|xuat xu|where it is made|origin",
        later("Như tên gọi vào ngày công nhận; trống thì lấy nơi của nhà sản xuất."),
    ),
    Field("unit", later("Đơn vị tính"), "unit|dvt|don vi|quy cach", later("Giá tính cho một: kg, chai, hộp.")),
    Field("unit_en", later("Đơn vị tính bằng tiếng Anh"), "unit in english|english unit"),
    Field(
        "price_from",
        later("Giá thấp nhất (đồng)"),
        "price|lowest price|price from|gia|gia ban|don gia|gia tu|gia thap nhat|gia si|gia ban buon",
        later("Một giá, hoặc từ – đến trong cùng ô."),
    ),
    Field("price_to", later("Giá cao nhất (đồng)"), "highest price|price to|gia den|gia cao nhat|gia le"),
    Field(
        "capacity_per_month",
        later("Làm được mỗi tháng"),
        "capacity|capacity per month|monthly capacity|nang luc|nang luc thang|san luong|san luong thang|cong suat",
    ),
    Field(
        "least_order",
        later("Đặt ít nhất"),
        "minimum order|moq|least order|dat toi thieu|so luong toi thieu|don toi thieu|minimum order quantity",
    ),
    Field("about_vi", later("Giới thiệu"), "about|description|mo ta|gioi thieu tieng viet|about in vietnamese"),
    Field("about_en", later("Giới thiệu bằng tiếng Anh"), "about in english|description in english|mo ta tieng anh"),
    Field(
        "markets_reached",
        later("Đã xuất sang"),
        "markets reached|export markets|thi truong|thi truong xuat khau|da xuat khau|xuat khau|exported to",
    ),
    Field(
        "markets_wanted",
        later("Muốn xuất sang"),
        "markets wanted|wanted markets|thi truong mong muon|thi truong huong toi|muon xuat khau",
    ),
)

_REQUESTS = (
    Field(
        "asking",
        later("Đơn vị xin gặp"),
        "asking|who asks|asked by|requester|requested by|from|nguoi xin gap|ben xin gap|ben gui|nguoi gui|don vi gui"
        "|nha phan phoi|ten nha phan phoi|distributor|buyer|don vi thu mua|ben mua|nguoi mua|sender|company",
        later("Tên, mã số thuế hoặc mã riêng: cần có một trong ba."),
        required=True,
        instead=("asking_tax_code", "asking_key"),
    ),
    Field(
        "asking_tax_code",
        later("Mã số thuế bên xin gặp"),
        "tax code of the company asking|mst ben xin gap|mst nha phan phoi|ma so thue nha phan phoi"
        "|distributor tax code|buyer tax code",
        later("Cần khi có nhiều đơn vị cùng tên."),
    ),
    Field(
        "asking_key",
        later("Mã riêng bên xin gặp"),
        "own number of the company asking|ma nha phan phoi|ma ben xin gap|distributor id|buyer id|ma ben mua",
        later("Số hiệu trong danh sách của bạn, như khi nhập đơn vị."),
    ),
    Field(
        "asked",
        later("Đơn vị được xin gặp"),
        "asked|asks to meet|wants to meet|whom|to|partner|muon gap|xin gap|ben duoc xin gap|ben nhan|nguoi nhan|doi tac"
        "|nha san xuat|ten nha san xuat|producer|supplier|seller|chu the|nha cung cap|ben ban|exhibitor|receiver",
        later("Tên, mã số thuế hoặc mã riêng: cần có một trong ba."),
        required=True,
        instead=("asked_tax_code", "asked_key"),
    ),
    Field(
        "asked_tax_code",
        later("Mã số thuế bên được xin gặp"),
        "tax code of the company asked|mst ben duoc xin gap|mst nha san xuat|ma so thue nha san xuat"
        "|producer tax code|supplier tax code",
        later("Cần khi có nhiều đơn vị cùng tên."),
    ),
    Field(
        "asked_key",
        later("Mã riêng bên được xin gặp"),
        "own number of the company asked|ma nha san xuat|ma ben duoc xin gap|producer id|supplier id|ma chu the",
        later("Số hiệu trong danh sách của bạn, như khi nhập đơn vị."),
    ),
    Field(
        "weight",
        later("Mức độ"),
        "weight|priority|importance|uu tien|muc uu tien|do uu tien|muc do uu tien|muc do mong muon|trong so|level"
        "|how much it is wanted",
        later("Từ 1 (gặp được thì tốt) đến 5 (nhất định phải gặp); trống là 3."),
    ),
    Field(
        "note",
        later("Lời nhắn"),
        "note|message|notes|comment|remarks|ghi chu|noi dung|muc dich|noi dung muon ban|san pham quan tam|topic",
        later("Bên kia đọc dòng này trước khi trả lời."),
    ),
    Field(
        "state",
        later("Trả lời"),
        "answer|state|status|reply|response|trang thai|tinh trang|ket qua|dong y|xac nhan|phan hoi|accepted",
        later("“Đã nhận lời”, “đã từ chối”, “đã rút”; trống thì bên kia tự trả lời."),
    ),
)

FIELDS_OF: dict[SheetKind, tuple[Field, ...]] = {
    SheetKind.DISTRIBUTORS: (*_PARTICIPANTS[:12], *_WANTS, *_PARTICIPANTS[12:]),
    SheetKind.PRODUCERS: _PARTICIPANTS,
    SheetKind.PRODUCTS: _PRODUCTS,
    SheetKind.REQUESTS: _REQUESTS,
}
"""The kinds of sheets that can be read, and their fields in the order of a template's columns."""


def known_words(kind: SheetKind) -> frozenset[str]:
    """Every folded header that is known for this kind of sheet."""
    return frozenset().union(*(field.folded_headers for field in FIELDS_OF[kind]))


def suggested_columns(kind: SheetKind, headers: list[str]) -> dict[str, int]:
    """Which column most likely holds each field: first those whose header is known, then those that contain one."""
    found: dict[str, int] = {}
    # A template's note in brackets ("Nước (mã hai chữ)") is not part of the header.
    plain = [folded(re.sub(r"\(.*?\)|\*", " ", header)) for header in headers]
    for at, header in enumerate(plain):
        for field in FIELDS_OF[kind]:
            if header and header in field.folded_headers and field.key not in found and at not in found.values():
                found[field.key] = at
    likely = sorted(
        (
            (len(known), field.key, at)
            for at, header in enumerate(plain)
            for field in FIELDS_OF[kind]
            for known in field.folded_headers
            if len(known) > 3 and f" {known} " in f" {header} "
        ),
        reverse=True,
    )
    for _length, key, at in likely:
        if key not in found and at not in found.values():
            found[key] = at
    return found
