// kitsu, unmodified from its registry, walks the API.

import assert from "node:assert/strict";
import Kitsu from "kitsu";

const [base, token, connector] = process.argv.slice(2);
const LINKS = "people-workspace-connectors";
const api = new Kitsu({
  baseURL: `${base}/v1`,
  headers: { Authorization: `Bearer ${token}` },
  camelCaseTypes: false,
  pluralize: false,
  resourceCase: "none",
});

// Paths are not named like types; kitsu has `request` for that.
const create = (url, type, body) => api.request({ method: "POST", url, type, body });
const to = ({ type, id }) => ({ data: { type, id } });
const gone = (request) => assert.rejects(request, (error) => error.response.status === 404 && error.errors[0].code === "not_found");

// Create.
const { data: crm } = await create("workspace-connectors", "workspace_connector", {
  status: "enabled",
  connector: { data: { type: "connector", id: connector } },
});
const people = [];
for (const first_name of ["Ada", "Bob", "Cleo", "Dora", "Eve"]) {
  const { data, status } = await api.post("people", { first_name });
  assert.equal(status, 201);
  assert.equal(data.full_name, first_name);
  people.push(data);
}
for (const person of people) {
  const { data, headers } = await create(LINKS, "people_workspace_connector", {
    direction: "input",
    people: to(person),
    workspace_connector: to(crm),
  });
  assert.equal(headers.location, data.links.self);
}

// List with include.
const { data: newest } = await api.get(LINKS, {
  params: { include: "people,workspace_connector.connector", page: { size: 1 }, fields: { people: "full_name" } },
});
assert.equal(newest[0].people.data.full_name, "Eve");
assert.equal(newest[0].people.data.first_name, undefined);
assert.equal(newest[0].workspace_connector.data.status, "enabled");
assert.equal(newest[0].workspace_connector.data.connector.data.slug, "crm");

// Page to the end.
const seen = [];
let page = await api.get(LINKS, {
  params: { filter: { direction: "input", workspace_connector: crm.id }, sort: "created_at", page: { size: 2 }, include: "people" },
});
for (;;) {
  seen.push(...page.data.map((link) => link.people.data.full_name));
  if (page.links.next === null) break;
  page = await api.request({ url: page.links.next, axiosOptions: { baseURL: base } });
}
assert.deepEqual(seen, ["Ada", "Bob", "Cleo", "Dora", "Eve"]);

// Update.
const [ada, bob] = people;
const { data: updated } = await api.patch("people", { id: ada.id, last_name: "Lovelace", full_name: "Ada Lovelace" });
assert.equal(updated.full_name, "Ada Lovelace");
assert.equal(updated.first_name, "Ada");

// Relate: make the newest link about Ada.
const relationship = `${LINKS}/${newest[0].id}/relationships/people`;
await api.request({ method: "PATCH", url: relationship, type: "people", body: { id: ada.id } });
const { data: related } = await api.get(`${LINKS}/${newest[0].id}/people`);
assert.equal(related.full_name, "Ada Lovelace");
const { data: adas } = await api.get(`people/${ada.id}/people_workspace_connectors`);
assert.equal(adas.length, 2);

// Delete, and check what is deleted along.
const { status } = await api.delete("people", bob.id);
assert.equal(status, 204);
await gone(api.get(`people/${bob.id}`));
const { data: bobs } = await api.get(LINKS, { params: { filter: { people: bob.id } } });
assert.equal(bobs.length, 0);
await api.delete(LINKS, newest[0].id);
await gone(api.get(`${LINKS}/${newest[0].id}`));

console.log("kitsu: listed with include, paged to the end, created, updated, related, deleted");
