"""What no schema can say of good requests: which ids there are, and which local ids go together."""

import copy
import json
import os
from uuid import UUID

import schemathesis
from schemathesis.openapi.checks import UseAfterFree

# Ids of what there is, by type.
ROWS = json.loads(os.environ["WELLHEAD_ROWS"])


@schemathesis.hook
def before_call(context, case, kwargs):
    positive = case.meta is None or case.meta.generation.mode.is_positive
    if not positive or not isinstance(case.body, dict):
        return
    case.body = copy.deepcopy(case.body)
    operations = case.body.get("atomic:operations", [])
    new = [it["data"] for it in operations if it["op"] == "add"]
    if case.method == "POST" and not operations:
        new = [case.body["data"]]
    for item in members(case.body):
        if not any(item is it for it in new):
            name_what_there_is(item)
    settle_local_ids(operations)
    if case.method == "PATCH" and case.path.endswith("/{id}"):
        # An update names the resource that is at its URL.
        case.body["data"]["id"] = case.path_parameters["id"]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    # Deletion is soft: whoever asks for what is deleted is to see it, and can restore it.
    return not (isinstance(failure, UseAfterFree) and (asks_for_deleted(case) or restores(case)))


def asks_for_deleted(case):
    return (case.query or {}).get("filter[deleted]") in ("include", "only")


def restores(case):
    data = case.body.get("data") if isinstance(case.body, dict) else None
    return isinstance(data, dict) and "deleted_at" in (data.get("attributes") or {})


def name_what_there_is(item):
    """Lets most of what names a resource name one that exists: chance alone never would."""
    try:
        chance = UUID(item["id"]).int % 16
        rows = ROWS[item["type"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return
    if chance > 3:
        item["id"] = rows[chance % len(rows)]


def settle_local_ids(operations):
    """Keeps the local ids that are given once, and those that refer to what was added before."""
    known = []
    for operation in operations:
        added = operation["data"] if operation["op"] == "add" else {}
        for item in members(operation):
            named = isinstance(item.get("lid"), str) and (item.get("type"), item["lid"])
            # What is added gives a local id, all else refers to one.
            if named and (named in known) == (item is added):
                del item["lid"]
                if item is not added:
                    item.setdefault("id", ROWS["people"][0])
        known.append((added.get("type"), added.get("lid")))


def members(value):
    """All objects in a JSON value."""
    if isinstance(value, dict):
        yield value
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        yield from members(item)
