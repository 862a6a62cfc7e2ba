"""What no schema can say about good requests: which ids exist, what goes together, and what a line is."""

import copy
import json
import os
from datetime import datetime, timedelta
from uuid import UUID

import schemathesis
from hypothesis import strategies as st
from schemathesis.openapi.checks import UseAfterFree

# Ids of existing resources, by type.
ROWS = json.loads(os.environ["WELLHEAD_ROWS"])
# Paths of resources whose ids the server makes, so that no example in the description can be one of them.
MINTED = {
    "/v1/workspace-connector-sync-logs/{id}": "workspace_connector_sync_log",
    "/v1/jobs/{id}": "job",
    "/v1/webhook-endpoints/{id}": "webhook_endpoint",
    "/v1/erasures/{id}": "erasure",
    "/v1/rectifications/{id}": "rectification",
    "/v1/restrictions/{id}": "restriction",
    "/v1/erasure-notifications/{id}": "erasure_notification",
    "/v1/suppressions/{id}": "suppression",
}
SEARCH = "filter[search]"
# Filters of lists that go by more than what is so now, one at a time.
ONE_OF = (
    ("filter[as_of]",),
    ("filter[active][gte]", "filter[active][lt]"),
    ("filter[created_by]",),
    ("filter[seen_by]",),
    ("filter[deleted_by]",),
)
ONLY_SOURCE = ("filter[only_source]", "filter[only_source_ever]")
SINCE, UNTIL = "filter[created_at][gte]", "filter[created_at][lt]"

NAME = st.none() | st.text(max_size=500)
PERSON = st.fixed_dictionaries({"people_id": st.sampled_from(ROWS["people"])}) | st.fixed_dictionaries(
    {"external_person_id": st.text(min_size=1, max_size=500)},
    optional={"first_name": NAME, "last_name": NAME, "full_name": NAME},
)
# Good lines and bad ones, which are rejected one by one.
LINE = PERSON.map(json.dumps) | st.text(max_size=100)
DELIVERY = st.lists(LINE, max_size=50).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
schemathesis.openapi.media_type("application/x-ndjson", DELIVERY)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    # Bodies of a media type with its own strategy are bytes, and so are their examples.
    for operations in raw_schema["paths"].values():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        for body in content.values():
            if isinstance(body["example"], str):
                body["example"] = body["example"].encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is not None and not case.meta.generation.mode.is_positive:
        return
    if case.meta is not None and case.meta.phase.name == "fuzzing":
        target_existing(case)
    if case.path.endswith("/activity"):
        keep_to_a_range(case.query)
    if case.path.endswith("/disclosures"):
        keep_to_a_time(case.query)
    if case.query and SEARCH in case.query:
        let_stand_alone(case.query)
    if case.query:
        keep_to_one(case.query)
    if case.path == "/v1/changes" and case.query:
        # No schema can say what a cursor is made of.
        case.query.pop("page[after]", None)
    if case.path == "/v1/audit-events/export" and case.query:
        # Or how long the log is.
        case.query.pop("after_position", None)
    if not isinstance(case.body, dict):
        return
    case.body = copy.deepcopy(case.body)
    operations = case.body.get("atomic:operations", [])
    new = [it["data"] for it in operations if it["op"] == "add"]
    if case.method == "POST" and not operations:
        new = [case.body["data"]]
    for item in members(case.body):
        if not any(item is it for it in new):
            refer_to_existing(item)
    if case.path.startswith("/v1/webhook-endpoints"):
        keep_to_this_machine(case.body["data"])
    if case.path.startswith("/v1/erasure-notifications"):
        give_a_reason(case.body["data"])
    if case.method == "POST" and case.path == "/v1/api-keys":
        put_off_its_end(case.body["data"])
    if case.method == "POST" and case.path.endswith("/merges"):
        keep_apart(case.body["data"])
    settle_local_ids(operations)
    if case.method == "PATCH" and case.path.endswith("/{id}"):
        # An update names the resource at its URL.
        case.body["data"]["id"] = case.path_parameters["id"]
        keep_to_what_can_be_tried(case)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    # Deletion is soft: a request that asks for deleted resources sees them, and can restore them. A connector is deleted
    # by a job (202), and there until that is done.
    if not isinstance(failure, UseAfterFree):
        return True
    is_under_way = failure.free.startswith("DELETE /v1/workspace-connectors/")
    return not (is_under_way or asks_for_deleted(case) or restores(case))


def put_off_its_end(key):
    # A key ends in time to come, and no schema can say so. The year has a 29th of February.
    attributes = key.get("attributes", {})
    if isinstance(attributes.get("expires_at"), str):
        attributes["expires_at"] = "2196" + attributes["expires_at"][4:]


def asks_for_deleted(case):
    return (case.query or {}).get("filter[deleted]") in ("include", "only")


def restores(case):
    data = case.body.get("data") if isinstance(case.body, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    return isinstance(attributes, dict) and attributes.get("deleted_at", "") is None


def keep_to_a_range(query):
    """A time range ends after it begins, and is not too long for its buckets."""
    try:
        since, until = (datetime.fromisoformat(query[name]) for name in (SINCE, UNTIL))
        is_range = timedelta() < until - since < timedelta(days=30)
    except (KeyError, TypeError, ValueError):
        is_range = False
    if not is_range:
        query.pop(SINCE, None)


def keep_to_a_time(query):
    """The time that a report is about ends after it begins."""
    if query and "filter[from]" in query:
        query.pop("filter[to]", None)


def let_stand_alone(query):
    """A search has an order of its own and no further pages."""
    for name in list(query):
        is_filter = name.startswith("filter[") and name != SEARCH
        if is_filter or name in ("sort", "page[after]", "page[before]", "page[total]"):
            del query[name]


def keep_to_one(query):
    """A list is about a moment, a time, one cause or one source. Such lists are not counted."""
    groups = [names for names in ONE_OF if any(name in query for name in names)]
    for names in groups[1:]:
        for name in names:
            query.pop(name, None)
    kept = next((name for name in ONLY_SOURCE if name in query), None)
    if kept:
        for name in list(query):
            if name.startswith("filter[") and name not in (kept, "filter[deleted]"):
                del query[name]
    if groups or kept:
        query.pop("page[total]", None)
    if groups and groups[0][0].startswith("filter[active]"):
        query.pop("filter[deleted]", None)


def keep_to_what_can_be_tried(case):
    """A failed run sweeps nothing, and a connector that is not being disabled loses no links: they have no count."""
    status = case.body["data"].get("attributes", {}).get("status")
    sweeps = {"workspace_connector_sync_log": "success", "workspace_connector": "disabled"}
    if status != sweeps.get(case.body["data"]["type"], status):
        for name in ("dry_run", "confirm_sweep", "skip_sweep", "sweep_limit"):
            case.query.pop(name, None)


def keep_to_this_machine(endpoint):
    """Webhooks are sent only where a name resolves and leads to a public address: random URLs do not."""
    attributes = endpoint.get("attributes", {})
    if "url" in attributes:
        attributes["url"] = "http://127.0.0.1:9/"


def target_existing(case):
    """Makes most requests ask for something that exists."""
    for path, of in MINTED.items():
        if case.path.startswith(path):
            item = {"type": of, "id": case.path_parameters["id"]}
            refer_to_existing(item)
            case.path_parameters["id"] = item["id"]


def refer_to_existing(item):
    """Makes most references name a resource that exists: random ones never would."""
    try:
        chance = UUID(item["id"]).int % 16
        rows = ROWS[item["type"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return
    if chance > 3:
        item["id"] = rows[chance % len(rows)]


def give_a_reason(notification):
    """Two of the statuses need a reason, and one that has such a status keeps it."""
    attributes = notification.get("attributes", {})
    if attributes and attributes.get("reason") is None:
        attributes["reason"] = "It was closed."


def keep_apart(merge):
    """A merge names each record once, the survivor, too."""
    survivor, merged = (merge["relationships"][it]["data"] for it in ("survivor", "merged"))
    others = {item["id"]: item for item in merged if item["id"] != survivor["id"]}
    rows = ROWS[survivor["type"]]
    other = next(id for id in rows if id != survivor["id"])
    merged[:] = others.values() or [{"type": survivor["type"], "id": other}]


def settle_local_ids(operations):
    """Keeps local ids that are assigned once, and those that refer to something added before."""
    known = []
    for operation in operations:
        added = operation["data"] if operation["op"] == "add" else {}
        for item in members(operation):
            named = isinstance(item.get("lid"), str) and (item.get("type"), item["lid"])
            # Added resources assign a local id; everything else refers to one.
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
