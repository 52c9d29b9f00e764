"""Companies as they fill in the registration form."""

import itertools
from typing import Any

from chophien.catalogue.forms import ProductDetails
from chophien.catalogue.tables import ProductGroup, Stars
from chophien.companies.forms import CompanyDetails, DelegateDetails
from chophien.companies.tables import CompanyForm, CompanyKind
from chophien.fairs.registering.forms import Registration

PASSWORD = "hoa sen trang"

_numbers = itertools.count(1)

LONG_NAME = (
    "Hợp tác xã Sản xuất, Chế biến và Tiêu thụ Nông sản Hữu cơ Gắn với Du lịch Trải nghiệm Làng nghề Truyền thống "
    "Miến dong, Bánh đa nem, Tương nếp và Thủ công Mỹ nghệ Mây tre đan Xuất khẩu Thanh Oai – Chương Mỹ – Thường Tín"
)


def producer_form(**changes: Any) -> dict[str, Any]:
    """What a producer with one product types; `changes` replace or add fields, none leaves one out."""
    typed = {
        "name": "Hợp tác xã Miến dong Cự Đà",
        "company_form": "cooperative",
        "tax_code": "0100 109 106",
        "district": "278",
        "address": "Thôn Cự Đà, xã Cự Khê",
        "phone": "0912 345 678",
        "company_email": "lienhe@miencuda.example",
        "about_vi": "Miến dong làm tay, phơi trên phên tre.",
        "product_blocks": "1",
        "p1_product_name": "Miến dong Cự Đà",
        "p1_group": "food",
        "p1_stars": "4",
        "p1_product_about_vi": "Sợi dai, không phẩm màu.",
        "p1_unit": "kg",
        "p1_price_from": "65.000",
        "p1_price_to": "90.000",
        "p1_capacity": "3500",
        "first_delegate_name": "Đinh Thị Thu",
        "first_delegate_duty": "Giám đốc",
        "first_delegate_phone": "0987 654 321",
        "email": "thu@miencuda.example",
        "password": PASSWORD,
        "consent": "yes",
    }
    return {name: value for name, value in {**typed, **changes}.items() if value is not None}


def distributor_form(**changes: Any) -> dict[str, Any]:
    """What a distributor from abroad types."""
    typed = {
        "name": "Sakura Foods 株式会社",
        "company_form": "exporter",
        "tax_code": "JP-1234567890",
        "country": "JP",
        "address": "2-1 Marunouchi, Chiyoda, Tokyo",
        "phone": "+81 3 1234 5678",
        "looking_for_vi": "Miến, trà sen, đồ mây tre; từ 2 tấn mỗi tháng.",
        "looking_for_en": "Noodles, lotus tea, wickerwork.",
        "interpreting": "ja-vi",
        "first_delegate_name": "Tanaka Yuko",
        "email": "tanaka@sakura.example",
        "password": PASSWORD,
        "consent": "yes",
    }
    return {name: value for name, value in {**typed, **changes}.items() if value is not None}


def make_registration(**changes: Any) -> Registration:
    """A producer's registration as the form hands it on; `tax_code`, `email`, `name` may be chosen."""
    number = next(_numbers)
    email = changes.get("email", f"nguoi{number}@langnghe.example")
    return Registration(
        company=CompanyDetails(
            kind=CompanyKind.PRODUCER,
            form=CompanyForm.HOUSEHOLD,
            name=changes.get("name", f"Hộ kinh doanh số {number}"),
            tax_code=changes.get("tax_code"),
            district="278",
            address="Thanh Oai",
            phone="0912345678",
        ),
        products=[ProductDetails(name="Tương nếp", group=ProductGroup.FOOD, stars=Stars.THREE)],
        delegates=[DelegateDetails(name="Lê Văn Tám", email=email), DelegateDetails(name="Lê Thị Chín")],
        interpreting=None,
        answers=[],
        email=email,
        password=PASSWORD,
    )
