"""What the rows of a sheet mean: which column holds what, whether a cell will do, and what becomes of a row."""

from chophien.exchange.rules.cells import Problem, ReadRow, read_rows
from chophien.exchange.rules.fields import FIELDS_OF, Field, known_words, suggested_columns
from chophien.exchange.rules.planning import Known, KnownCompany, KnownContact, Plan, RowPlan, Verdict, plan_rows
from chophien.exchange.rules.product_plans import KnownProduct, KnownProducts, ProductPlan, plan_products
from chophien.exchange.rules.request_plans import KnownParty, KnownRequest, KnownRequests, RequestPlan, plan_requests
from chophien.exchange.rules.words import FAILURES, failure_words, kind_words, verdict_words

__all__ = [
    "FAILURES",
    "FIELDS_OF",
    "Field",
    "Known",
    "KnownCompany",
    "KnownContact",
    "KnownParty",
    "KnownProduct",
    "KnownProducts",
    "KnownRequest",
    "KnownRequests",
    "Plan",
    "Problem",
    "ProductPlan",
    "ReadRow",
    "RequestPlan",
    "RowPlan",
    "Verdict",
    "failure_words",
    "kind_words",
    "known_words",
    "plan_products",
    "plan_requests",
    "plan_rows",
    "read_rows",
    "suggested_columns",
    "verdict_words",
]
