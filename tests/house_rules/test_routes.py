"""Default deny: every route has a guard or stands on the public list."""

from litestar.handlers import HTTPRouteHandler

from chophien.app import make_litestar

PUBLIC = {
    ("GET", "/"),
    ("GET", "/calendar/{secret:str}"),
    ("GET", "/fairs"),
    ("GET", "/fairs/{slug:str}"),
    ("GET", "/fairs/{slug:str}/exhibitors"),
    ("GET", "/fairs/{slug:str}/products"),
    ("GET", "/fairs/{slug:str}/register/{kind:str}"),
    ("GET", "/health"),
    ("GET", "/robots.txt"),
    ("GET", "/sign-in"),
    ("GET", "/static/{path:path}"),
    ("HEAD", "/calendar/{secret:str}"),
    ("POST", "/fairs/{slug:str}/register/{kind:str}"),
    ("POST", "/language"),
    ("POST", "/sign-in"),
}


def test_only_the_routes_on_this_list_are_open_to_everybody() -> None:
    app = make_litestar()
    found = {
        (method, route.path)
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and not handler.resolve_guards()
        for method in handler.http_methods
        if method != "OPTIONS"
    }
    assert found == PUBLIC
