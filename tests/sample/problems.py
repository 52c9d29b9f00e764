"""The sample fair as a meeting problem, built from the world alone, without a database."""

import json
from typing import Any

from chophien.sample.shapes import World


def as_problem(world: World) -> dict[str, Any]:
    """The accepted requests in the format `chophien/problem@1`."""
    fair = world.fair
    pins = {pin.request_key: pin for pin in world.pins}
    pairs = {one.key: one.interpreting for one in world.distributors}
    order = [slot.key for slot in fair.slots]
    away = {one.key: one.away for one in world.producers} | {one.key: one.away for one in world.distributors}
    requests = []
    for request in world.requests:
        if request.answer != "accepted":
            continue
        line: dict[str, Any] = {
            "id": request.key,
            "between": [request.producer_key, request.distributor_key],
            "weight": request.weight,
        }
        if pairs[request.distributor_key]:
            line["interpreting"] = pairs[request.distributor_key]
        if pin := pins.get(request.key):
            line["fixed"] = {"slot": pin.slot_key, "place": pin.table_code}
        requests.append(line)
    return {
        "format": "chophien/problem@1",
        "slots": [
            {"id": s.key, "day": s.day_key, "start": s.starts_at.isoformat(), "end": s.ends_at.isoformat()}
            for s in fair.slots
        ],
        "places": [{"id": table.code, "zone": table.hall_key} for table in fair.tables],
        "participants": [{"id": key, "away": sorted(slots, key=order.index)} for key, slots in away.items()],
        "interpreters": [
            {"id": one.key, "pairs": list(one.pairs), "away": sorted(one.away, key=order.index)}
            for one in world.interpreters
        ],
        "requests": requests,
        "objective": ["unplaced_weight", "breaks"],
    }


def as_problem_text(world: World) -> str:
    """The same as JSON text."""
    return json.dumps(as_problem(world), ensure_ascii=False)
