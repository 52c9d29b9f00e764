"""Who has business with the list of participants as a file, with what co-hosts see, and with the staff."""

FAIR, DISTRICT = "/organizer/fairs/{slug:str}", "/cohost/fairs/{slug:str}/participants"

AROUND_PARTICIPANTS: dict[str, str] = {
    f"GET {FAIR}/participants": "organizer",
    f"POST {FAIR}/participants": "organizer",
    f"GET {FAIR}/participants/{{participation_id:int}}": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}": "organizer",
    f"GET {FAIR}/registration": "organizer",
    f"POST {FAIR}/registration": "organizer",
    f"POST {FAIR}/registration/limit": "organizer",
    f"GET {FAIR}/registration/{{question_id:int}}": "organizer",
    f"POST {FAIR}/registration/{{question_id:int}}": "organizer",
    f"GET {FAIR}/participants/{{participation_id:int}}/answers/{{question_id:int}}": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}/conditions": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}/conditions/{{condition_id:int}}": "organizer",
    f"GET {FAIR}/participants/{{participation_id:int}}/withdraw": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}/withdraw": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}/terms": "organizer",
    f"GET {FAIR}/participants/csv": "organizer",
    f"GET {FAIR}/participants/xlsx": "organizer",
    f"GET {FAIR}/participants/{{participation_id:int}}/papers/{{paper_id:int}}": "organizer",
    **{f"{method} {FAIR}/delete": "organizer" for method in ("GET", "POST")},
    f"GET {FAIR}/cohosts": "organizer",
    **{f"GET {FAIR}/report{form}": "organizer" for form in ("", "/csv", "/xlsx")},
    **{f"GET /cohost/fairs/{{slug:str}}/report{form}": "cohost" for form in ("", "/csv", "/xlsx")},
    f"POST {FAIR}/cohosts": "organizer",
    f"POST {FAIR}/cohosts/{{member_id:int}}/remove": "organizer",
    f"GET {FAIR}/duplicates": "organizer",
    f"GET {FAIR}/requests.xlsx": "organizer",
    f"GET {FAIR}/duplicates/{{kept_id:int}}/{{gone_id:int}}": "organizer",
    f"POST {FAIR}/duplicates/{{kept_id:int}}/{{gone_id:int}}": "organizer",
    f"POST {FAIR}/duplicates/{{kept_id:int}}/{{gone_id:int}}/different": "organizer",
    f"POST {FAIR}/duplicates/distinct/{{pair_id:int}}": "organizer",
    f"POST {FAIR}/duplicates/merges/{{merge_id:int}}/undo": "organizer",
    "GET /my/company/delegates/{delegate_id:int}": "producer",
    "POST /my/company/delegates/{delegate_id:int}": "producer",
    "POST /my/company/delegates/{delegate_id:int}/remove": "producer",
    "POST /my/company/delegates/{delegate_id:int}/invite": "producer",
    "POST /my/company/delegates/{delegate_id:int}/owner": "producer",
    "POST /my/company/delegates/{delegate_id:int}/end-access": "producer",
    f"GET {DISTRICT}": "cohost",
    f"POST {DISTRICT}": "cohost",
    f"GET {DISTRICT}/csv": "cohost",
    f"GET {DISTRICT}/xlsx": "cohost",
    f"GET {DISTRICT}/{{participation_id:int}}": "cohost",
    f"POST {DISTRICT}/{{participation_id:int}}": "cohost",
    f"POST {DISTRICT}/{{participation_id:int}}/conditions": "cohost",
    f"POST {DISTRICT}/{{participation_id:int}}/conditions/{{condition_id:int}}": "cohost",
    f"GET {DISTRICT}/{{participation_id:int}}/answers/{{question_id:int}}": "cohost",
    f"GET {DISTRICT}/{{participation_id:int}}/papers/{{paper_id:int}}": "cohost",
}
"""Routes and who is let in."""

AROUND_STAFF: dict[str, str] = {
    f"GET {FAIR}/interpreters": "organizer",
    f"POST {FAIR}/interpreters": "organizer",
    f"GET {FAIR}/interpreters/{{interpreter_id:int}}": "organizer",
    f"POST {FAIR}/interpreters/{{interpreter_id:int}}": "organizer",
    **{
        f"POST {FAIR}/interpreters/{{interpreter_id:int}}/{deed}": "organizer"
        for deed in ("details", "invite", "shut-out", "remove")
    },
    "GET /interpreting/fairs/{slug:str}": "cohost",
    "GET /interpreting/fairs/{slug:str}/schedule.ics": "cohost",
    "POST /interpreting/fairs/{slug:str}": "cohost",
    "POST /interpreting/fairs/{slug:str}/details": "cohost",
}
"""The same for interpreters and desk staff; in tests the co-host interprets as well."""
PLATFORM_DOUBLES = {
    "GET /platform/duplicates/{kept_id:int}/{gone_id:int}",
    "POST /platform/duplicates/{kept_id:int}/{gone_id:int}",
    "POST /platform/duplicates/{kept_id:int}/{gone_id:int}/different",
    "POST /platform/duplicates/distinct/{pair_id:int}",
    "POST /platform/duplicates/merges/{merge_id:int}/undo",
}
"""Where administrators look at companies that look like one."""

PUBLIC_COMPANIES = {
    "GET /companies/{name:str}",
    "GET /logos/{company_id:int}",
    "GET /logos/{company_id:int}/small",
}
"""What everybody sees of a company, once it is approved at a public fair."""
