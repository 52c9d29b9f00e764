"""The part of a company's name that people call it by: for cells with room for two words, and to know it again."""

import re
from typing import Any

from chophien.support.collation import sort_key
from chophien.support.folding import folded

# What a registered name opens with says what the company is, not which one.
_LEGAL_FORM = (
    r"công ty( tnhh| trách nhiệm hữu hạn| cổ phần| cp| hợp danh)?( một thành viên| mtv)?|hợp tác xã|htx|tổ hợp tác"
    r"|hộ kinh doanh|doanh nghiệp tư nhân|dntn|cơ sở|xưởng"
)
_TRADE = (
    r"sản xuất|chế biến|thương mại|dịch vụ nông nghiệp|dịch vụ|xuất khẩu|nhập khẩu|xuất nhập khẩu|tiêu thụ|đầu tư"
    r"|phát triển|kinh doanh|tổng hợp|làng nghề"
)
_OPENING = re.compile(rf"({_LEGAL_FORM})(,? (và )?({_TRADE})( sản phẩm)?)*\s+(?=\S)", re.IGNORECASE)
_CLOSING = re.compile(r",?\s+(Co\., Ltd\.?|Pty Ltd|Ltd\.?|GmbH|SARL|SAS|S\.A\.|K\.K\.|Inc\.?|JSC)$")


def short_name(name: str) -> str:
    """`name` without its legal form: "Hợp tác xã Sơn mài Trúc Khôi" is called "Sơn mài Trúc Khôi".

    A name that is nothing but a legal form stays whole.
    """
    opening = _OPENING.match(name)
    bare = _CLOSING.sub("", name[opening.end() :] if opening else name).strip(" ,")
    return bare[0].upper() + bare[1:] if bare else name


# The same openings as people write them without diacritics or in short.
_FOLDED_OPENING = re.compile(
    r"(cong ty|cty|ct)( tnhh| trach nhiem huu han| co phan| cp| hop danh)?( mot thanh vien| mtv| 1 thanh vien| 1tv)?"
    r"|(lien hiep )?(hop tac xa|htx)|to hop tac|ho kinh doanh|hkd|doanh nghiep tu nhan|dntn|doanh nghiep|dn|co so|xuong"
)
_FOLDED_TRADE = re.compile(
    r"san xuat|che bien|thuong mai|tm|dich vu|dv|nong nghiep|xuat nhap khau|xnk|xuat khau|nhap khau|tieu thu|dau tu"
    r"|phat trien|kinh doanh|tong hop|lang nghe|va|san pham"
)
_FOLDED_CLOSING = re.compile(r" (co ltd|pty ltd|ltd|gmbh|sarl|sas|s a|k k|inc|jsc)$")


def name_key(name: str) -> str:
    """What two ways of writing one company's name have in common: "HTX Miến dong Cự Đà" and "Hợp tác xã Sản xuất miến
    dong CỰ ĐÀ" are both "miendongcuda".

    A name in another script stands for itself; one that is nothing but a legal form stays whole.
    """
    plain = folded(name)
    rest = _without(_FOLDED_CLOSING.sub("", plain), _FOLDED_OPENING)
    while (shorter := _without(rest, _FOLDED_TRADE)) != rest:
        rest = shorter
    key = (rest or plain).replace(" ", "") or "".join(name.casefold().split())
    return key[:300]


def _without(text: str, opening: re.Pattern[str]) -> str:
    """`text` without the words it opens with; whole when nothing would be left, or a word would be cut."""
    found = opening.match(text)
    return text[found.end() + 1 :] if found and text[found.end() : found.end() + 1] == " " else text


def named(name: str) -> dict[str, Any]:
    """A company's name as its columns keep it."""
    return {"name": name, "folded_name": folded(name), "sort_name": sort_key(name), "name_key": name_key(name)}
