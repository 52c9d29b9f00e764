"""What people call a company."""

import pytest

from chophien.companies.short_names import short_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Hợp tác xã Sơn mài Trúc Khôi", "Sơn mài Trúc Khôi"),
        ("Công ty TNHH Sản xuất và Thương mại Quý Sơn", "Quý Sơn"),
        ("Công ty TNHH Một thành viên Phát triển Làng nghề và Thương mại Dịch vụ Gạo Huy Hiếu", "Gạo Huy Hiếu"),
        ("Công ty Cổ phần Sản xuất, Chế biến và Xuất khẩu Bún bánh Phú Đô", "Bún bánh Phú Đô"),
        ("Hộ kinh doanh rau an toàn Huy Khê", "Rau an toàn Huy Khê"),
        ("Cơ sở sản xuất miến dong Song Hiếu", "Miến dong Song Hiếu"),
        ("Wattle & Reed Homewares Pty Ltd", "Wattle & Reed Homewares"),
        ("Dalbit Table Co., Ltd.", "Dalbit Table"),
        ("Minato Ryokan Group", "Minato Ryokan Group"),
        ("Công ty TNHH Sản xuất, Chế biến và Xuất khẩu rau an toàn Tâm Trung", "Rau an toàn Tâm Trung"),
        ("Hợp tác xã", "Hợp tác xã"),
        ("", ""),
    ],
)
def test_a_company_is_called_by_what_tells_it_from_others(name: str, called: str) -> None:
    assert short_name(name) == called
