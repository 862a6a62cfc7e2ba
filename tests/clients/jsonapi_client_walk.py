"""jsonapi-client, unmodified from its registry, walks the API."""

import asyncio
import json
import logging
import sys
from urllib.request import urlopen

from jsonapi_client import Filter, Inclusion, Modifier, Session
from jsonapi_client.exceptions import DocumentError

LINKS = "people-workspace-connectors"


def models(description):
    """The fields that can be set, according to the server's own description."""
    models = {}
    for of in ("people", "workspace_connector", "people_workspace_connector"):
        document = description["components"]["schemas"][f"{of}_new"]
        members = document["properties"]["data"]["properties"]
        attributes = members["attributes"]["properties"]
        relationships = members["relationships"]["properties"]
        to_one = {name: {"relation": "to-one", "resource": [name]} for name in relationships}
        # Some attributes refer to schemas that others share.
        models[of] = {"properties": attributes | to_one, "components": description["components"]}
    return models


async def walk(base, token, connector):
    with urlopen(f"{base}/openapi.json") as response:
        schema = models(json.load(response))
    headers = {"Authorization": f"Bearer {token}"}
    # Its other mode reads an answer's body even after a 204.
    session = Session(
        f"{base}/v1", enable_async=True, schema=schema, request_kwargs={"headers": headers}
    )
    async with session:
        crm, people = await create(session, base, connector)
        newest = await list_with_include(session)
        await page_to_the_end(session, crm)
        await update(session, people[0])
        await relate(session, newest, people[0])
        await delete(session, newest, people[1])


async def create(session, base, connector):
    crm = session.create("workspace_connector", {"status": "enabled", "connector": connector})
    # Paths are not named like types.
    await crm.commit(f"{base}/v1/workspace-connectors")
    people = []
    for name in ["Ada", "Bob", "Cleo", "Dora", "Eve"]:
        person = await session.create_and_commit("people", {"first_name": name})
        assert person["full_name"] == name
        people.append(person)
        link = session.create(
            "people_workspace_connector",
            {"direction": "output", "people": person, "workspace_connector": crm},
        )
        await link.commit(f"{base}/v1/{LINKS}")
        assert link.id and link.direction == "output"
    session.invalidate()
    return crm, people


async def list_with_include(session):
    include = Inclusion("people", "workspace_connector.connector") + Modifier("page[size]=1")
    document = await session.get(LINKS, include)
    assert [it.type for it in document.included] == ["people", "workspace_connector", "connector"]
    link = document.resource
    [person] = await link.relationships.people.fetch()
    assert person["full_name"] == "Eve"
    return link


async def page_to_the_end(session, crm):
    query = Filter(direction="output") + Modifier("sort=created_at&page[size]=2&include=people")
    names = []
    async for link in session.iterate(LINKS, query):
        [person] = await link.relationships.people.fetch()
        names.append(person["full_name"])
    assert names == ["Ada", "Bob", "Cleo", "Dora", "Eve"], names


async def update(session, ada):
    ada = (await session.get("people", ada.id)).resource
    ada["full_name"] = "Ada Lovelace"
    await ada.commit()
    session.invalidate()
    ada = (await session.get("people", ada.id)).resource
    assert (ada["first_name"], ada["full_name"]) == ("Ada", "Ada Lovelace")


async def relate(session, link, ada):
    link = (await session.get(LINKS, link.id)).resource
    link.relationships.people.set(ada.id, "people")
    await link.commit()
    session.invalidate()
    related = (await session.get(f"{LINKS}/{link.id}/people")).resource
    assert related["full_name"] == "Ada Lovelace"


async def delete(session, link, bob):
    for path, resource in [(LINKS, link), ("people", bob)]:
        resource = (await session.get(path, resource.id)).resource
        identity = resource.id
        resource.delete()
        await resource.commit()
        session.invalidate()
        try:
            await session.get(path, identity)
        except DocumentError as error:
            assert error.errors == {"status_code": 404}
        else:
            raise AssertionError(f"{path}/{identity} is still there")
    document = await session.get(LINKS, Modifier(f"filter[people]={bob.id}"))
    assert document.resources == [], "what is deleted takes its links along"


# It warns about each field that cannot be set.
logging.getLogger("jsonapi_client").setLevel(logging.ERROR)
asyncio.run(walk(*sys.argv[1:]))
print("jsonapi-client: listed with include, paged to the end, created, updated, related, deleted")
