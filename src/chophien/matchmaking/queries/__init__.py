"""Reading meeting requests, absences, and producers to meet."""

from chophien.matchmaking.queries.distributors import (
    DistributorFound,
    DistributorSearch,
    distributors_at,
    distributors_found,
)
from chophien.matchmaking.queries.presence import (
    absences_of,
    delegation_of,
    interpreter_absences_of,
    own_absences,
)
from chophien.matchmaking.queries.requests import (
    RequestLine,
    RequestPage,
    no_such_request,
    partners_asked,
    pinned_requests,
    request_at,
    request_counts,
    request_of,
    requests_at,
    requests_of,
    requests_sent,
    requests_with,
    waiting_for,
)
from chophien.matchmaking.queries.search import (
    ProducerFound,
    ProducerSearch,
    ProducersPage,
    about_company,
    producers_found,
)
from chophien.matchmaking.queries.timetabling import (
    AcceptedRequest,
    accepted_requests,
)

__all__ = [
    "AcceptedRequest",
    "DistributorFound",
    "DistributorSearch",
    "ProducerFound",
    "ProducerSearch",
    "ProducersPage",
    "RequestLine",
    "RequestPage",
    "about_company",
    "absences_of",
    "accepted_requests",
    "delegation_of",
    "distributors_at",
    "distributors_found",
    "interpreter_absences_of",
    "no_such_request",
    "own_absences",
    "partners_asked",
    "pinned_requests",
    "producers_found",
    "request_at",
    "request_counts",
    "request_of",
    "requests_at",
    "requests_of",
    "requests_sent",
    "requests_with",
    "waiting_for",
]
