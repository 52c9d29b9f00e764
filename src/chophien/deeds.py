"""What each request that changes something is called in the log of deeds.

A route of one's own words carries them itself: `opt={"deed": later("…")}`.
"""

import re

from chophien.support.language import later

DEEDS: dict[str, str] = {
    "POST /platform": later("Thêm ban tổ chức"),
    "POST /platform/organizers/{organizer_id:int}/invite": later("Mời người phụ trách ban tổ chức"),
    "POST /platform/people/{person_id:int}/shut": later("Khoá tài khoản"),
    "POST /platform/people/{person_id:int}/open": later("Mở lại tài khoản"),
    "POST /platform/people/{person_id:int}/second-step": later("Bỏ xác nhận hai bước của người khác"),
    "POST /organizer/fairs/{slug:str}/participants/{participation_id:int}/act": later("Bắt đầu làm thay đơn vị"),
    "POST /acting/end": later("Thôi làm thay đơn vị"),
    "POST /language": later("Đổi ngôn ngữ"),
    "POST /sign-in": later("Đăng nhập vào hệ thống"),
    "POST /sign-in/second-step": later("Qua bước hai khi đăng nhập"),
    "POST /sign-out": later("Đăng xuất khỏi hệ thống"),
    "POST /forgot-password": later("Xin liên kết đặt mật khẩu mới"),
    "POST /forgot-password/{token:str}": later("Đặt mật khẩu mới bằng liên kết"),
    "POST /account": later("Sửa tên hoặc ngôn ngữ"),
    "POST /account/password": later("Đổi mật khẩu của mình"),
    "POST /account/email": later("Xin đổi địa chỉ thư điện tử"),
    "POST /account/sessions/end": later("Đăng xuất các thiết bị khác của mình"),
    "POST /confirm-email": later("Xin gửi lại thư xác nhận"),
    "POST /account/second-step": later("Bật xác nhận hai bước cho mình"),
    "POST /account/second-step/off": later("Tắt xác nhận hai bước của mình"),
    "POST /account/second-step/codes": later("Lấy mã dự phòng mới cho mình"),
    "POST /confirm-email/{token:str}": later("Xác nhận địa chỉ thư của mình"),
    "POST /invitations/{token:str}": later("Nhận lời mời vào ban tổ chức"),
    "POST /organizer/staff/{organizer_id:int}/invite": later("Mời người vào ban tổ chức"),
    "POST /organizer/staff/{organizer_id:int}/people/{person_id:int}": later("Đổi vai trò trong ban tổ chức"),
    "POST /organizer/staff/{organizer_id:int}/people/{person_id:int}/second-step": later(
        "Bỏ xác nhận hai bước của người khác"
    ),
    "POST /organizer/staff/{organizer_id:int}/invitations/{invitation_id:int}/withdraw": later("Thu hồi một lời mời"),
    "POST /my/company": later("Sửa hồ sơ đơn vị"),
    "POST /my/company/delegates/new": later("Thêm một người đại diện"),
    "POST /my/company/delegates/{delegate_id:int}": later("Sửa một người đại diện"),
    "POST /my/company/delegates/{delegate_id:int}/remove": later("Bỏ một người đại diện"),
    "POST /my/products/new": later("Thêm một sản phẩm"),
    "POST /my/products/{product_id:int}": later("Sửa một sản phẩm"),
    "POST /my/products/{product_id:int}/remove": later("Bỏ một sản phẩm"),
    "POST /my/products/{product_id:int}/pictures": later("Thêm ảnh sản phẩm"),
    "POST /my/pictures/{picture_id:int}": later("Sửa ảnh sản phẩm"),
    "POST /my/papers/new": later("Thêm giấy chứng nhận"),
    "POST /my/papers/{paper_id:int}": later("Sửa giấy chứng nhận"),
    "POST /my/papers/{paper_id:int}/remove": later("Bỏ giấy chứng nhận"),
    "POST /my/wishes": later("Sửa điều cần tìm"),
    "POST /organizer/fairs/new": later("Tạo một hội chợ"),
    "POST /organizer/fairs/{slug:str}/edit": later("Sửa tên và giới thiệu hội chợ"),
    "POST /organizer/fairs/{slug:str}/edit/dates": later("Sửa ngày của hội chợ"),
    "POST /organizer/fairs/{slug:str}/edit/asking": later("Sửa ai được mời ai"),
    "POST /organizer/fairs/{slug:str}/edit/programme": later("Sửa chương trình"),
    "POST /organizer/fairs/{slug:str}/edit/hours": later("Sửa giờ gặp"),
    "POST /organizer/fairs/{slug:str}/edit/place": later("Sửa nơi tổ chức, gian và bàn"),
    "POST /organizer/fairs/{slug:str}/publish": later("Mở hội chợ cho mọi người xem"),
    "POST /organizer/fairs/{slug:str}/close": later("Kết thúc một hội chợ"),
    "POST /organizer/fairs/{slug:str}/copy": later("Chép một hội chợ cũ"),
    "POST /organizer/fairs/{slug:str}/tables/{table_id:int}": later("Sửa một bàn gặp"),
    "POST /organizer/fairs/{slug:str}/participants": later("Duyệt hoặc từ chối nhiều đơn vị"),
    "POST /organizer/fairs/{slug:str}/participants/{participation_id:int}": later("Duyệt hoặc từ chối một đơn vị"),
    "POST /fairs/{slug:str}/register/{kind:str}": later("Đăng ký tham gia"),
    "POST /my/fairs/{slug:str}/booth": later("Đặt gian hàng"),
    "POST /my/fairs/{slug:str}/booth/release": later("Trả gian hàng"),
    "POST /organizer/fairs/{slug:str}/booths/give": later("Xếp gian hàng cho đơn vị"),
    "POST /organizer/fairs/{slug:str}/booths/free": later("Lấy lại gian hàng"),
    "POST /organizer/fairs/{slug:str}/booths/block": later("Khoá gian hàng"),
    "POST /organizer/fairs/{slug:str}/booths/unblock": later("Mở lại gian hàng"),
    "POST /my/fairs/{slug:str}/producers/{participation_id:int}": later("Gửi yêu cầu gặp nhà sản xuất"),
    "POST /my/fairs/{slug:str}/distributors/{distributor_id:int}": later("Gửi yêu cầu gặp nhà phân phối"),
    "POST /my/fairs/{slug:str}/requests": later("Trả lời một yêu cầu gặp"),
    "POST /my/fairs/{slug:str}/requests/withdraw": later("Rút một yêu cầu gặp"),
    "POST /my/fairs/{slug:str}/availability": later("Sửa giờ vắng"),
    "POST /organizer/fairs/{slug:str}/requests": later("Thêm một yêu cầu gặp"),
    "POST /organizer/fairs/{slug:str}/requests/{request_id:int}/pin": later("Ghim giờ hoặc bàn cho một cuộc gặp"),
    "POST /organizer/fairs/{slug:str}/requests/{request_id:int}/decide": later("Trả lời thay một yêu cầu gặp"),
    "POST /organizer/fairs/{slug:str}/interpreters/{interpreter_id:int}": later("Sửa phiên dịch viên"),
    "POST /my/fairs/{slug:str}/schedule/link": later("Đổi liên kết lịch của mình"),
    "POST /organizer/fairs/{slug:str}/messages/{message_id:int}/again": later("Gửi lại một thư"),
    "POST /organizer/fairs/{slug:str}/timetable": later("Cho xếp lịch"),
    "POST /organizer/fairs/{slug:str}/timetable/runs/{run_id:int}/cancel": later("Dừng một lần xếp lịch"),
    "POST /organizer/fairs/{slug:str}/timetable/runs/{run_id:int}/keep": later("Giữ kết quả xếp lịch"),
    "POST /organizer/fairs/{slug:str}/timetable/versions/{number:int}/publish": later("Công bố lịch gặp"),
    "POST /organizer/fairs/{slug:str}/timetable/versions/{number:int}/move/{request_id:int}": later("Dời một cuộc gặp"),
    "POST /organizer/fairs/{slug:str}/timetable/versions/{number:int}/drop/{request_id:int}": later(
        "Bỏ một cuộc gặp khỏi lịch"
    ),
    "POST /organizer/fairs/{slug:str}/timetable/versions/{number:int}/why/{request_id:int}": later(
        "Tìm cách xếp một yêu cầu"
    ),
    "POST /organizer/fairs/{slug:str}/timetable/questions/what-if": later("Tính thử một thay đổi"),
    "POST /organizer/fairs/{slug:str}/timetable/questions/tables": later("Tính số bàn cần có"),
    "POST /organizer/fairs/{slug:str}/timetable/repair": later("Cho sửa lịch gặp"),
}
"""Words by method and address, as the routes name it."""

DEEDS_BY_TEMPLATE = {re.sub(r":[a-z]+}", "}", route): words for route, words in DEEDS.items()}
"""The same, as a request names its address: without the kinds of the parameters."""
