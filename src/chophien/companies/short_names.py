"""The part of a company's name that people call it by, for cells with room for two words."""

import re

# What a registered name opens with says what the company is, not which one; longer openings come first.
_OPENING = re.compile(
    r"(Công ty (TNHH|trách nhiệm hữu hạn|Cổ phần|CP)( Một thành viên| MTV)?"
    r"|Hợp tác xã|HTX|Tổ hợp tác|Hộ kinh doanh|Doanh nghiệp tư nhân|DNTN|Cơ sở|Xưởng)\s+"
    r"((Sản xuất và Thương mại|Sản xuất và Dịch vụ|Sản xuất, Chế biến và Xuất khẩu|sản xuất"
    r"|Dịch vụ Tổng hợp, Sản xuất và Tiêu thụ sản phẩm|Phát triển Làng nghề và Thương mại Dịch vụ"
    r"|Dịch vụ Nông nghiệp|Thương mại và Dịch vụ|Thương mại)\s+)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(r",?\s+(Co\., Ltd\.?|Pty Ltd|Ltd\.?|GmbH|SARL|SAS|S\.A\.|K\.K\.|Inc\.?|JSC)$")


def short_name(name: str) -> str:
    """`name` without its legal form: "Hợp tác xã Sơn mài Trúc Khôi" is called "Sơn mài Trúc Khôi".

    A name that is nothing but a legal form stays whole.
    """
    bare = _CLOSING.sub("", _OPENING.sub("", name, count=1) if _OPENING.match(name) else name).strip(" ,")
    return bare[0].upper() + bare[1:] if bare else name
