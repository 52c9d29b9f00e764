"""The part of a company's name that people call it by, for cells with room for two words."""

import re

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
