"""The fairs' addresses."""

from chophien.fairs.routes.acting import ROUTES as ACTING
from chophien.fairs.routes.cohosting import ROUTES as COHOSTING
from chophien.fairs.routes.copying import ROUTES as COPYING
from chophien.fairs.routes.deciding import ROUTES as DECIDING
from chophien.fairs.routes.deleting import ROUTES as DELETING
from chophien.fairs.routes.keeping import ROUTES as KEEPING
from chophien.fairs.routes.planning import ROUTES as PLANNING
from chophien.fairs.routes.public import ROUTES as PUBLIC
from chophien.fairs.routes.visiting import ROUTES as VISITING

ROUTES = [*PUBLIC, *VISITING, *PLANNING, *COPYING, *DECIDING, *DELETING, *KEEPING, *ACTING, *COHOSTING]
