// A service as a developer would write it with an ORM: each handler limits its query to the workspace that asks.
import cluster from "node:cluster";
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { MikroORM } from "@mikro-orm/postgresql";
import Fastify from "fastify";
import { Connector, Link, Person, Workspace } from "./entities.js";

const ENDS = { populate: ["person", "connector"] };
const NEWEST = { ...ENDS, orderBy: { createdAt: "desc", id: "desc" }, limit: 20 };

function shown(link) {
  return {
    id: link.id,
    direction: link.direction,
    created_at: link.createdAt,
    person: link.person.id,
    connector: link.connector.id,
  };
}

async function serve() {
  const orm = await MikroORM.init({
    clientUrl: process.env.DATABASE,
    schema: "core_api",
    entities: [Workspace, Person, Connector, Link],
  });
  const app = Fastify();
  app.decorateRequest("em", null);
  app.decorateRequest("workspace", null);
  app.addHook("onRequest", async (request) => {
    request.em = orm.em.fork();
    // A header says who asks. The service looks a key up; this is spared it.
    request.workspace = request.headers["x-workspace"];
  });

  app.get("/links", async ({ em, workspace }) => {
    const links = await em.find(Link, { connector: { workspace }, deletedAt: null }, NEWEST);
    return links.map(shown);
  });

  app.get("/links/:id", async ({ em, workspace, params }, reply) => {
    const where = { id: params.id, connector: { workspace }, deletedAt: null };
    const link = await em.findOne(Link, where, ENDS);
    return link ? shown(link) : reply.code(404).send();
  });

  app.get("/people/:id/links", async ({ em, workspace, params }) => {
    const person = { id: params.id, workspace, deletedAt: null };
    const links = await em.find(Link, { person, deletedAt: null }, NEWEST);
    return links.map(shown);
  });

  app.post("/links", async ({ em, workspace, body }, reply) => {
    const there = { workspace, deletedAt: null };
    const person = await em.findOneOrFail(Person, { id: body.person, ...there });
    const connector = await em.findOneOrFail(Connector, { id: body.connector, ...there });
    const link = em.create(Link, { id: randomUUID(), direction: body.direction, person, connector });
    await em.flush();
    return reply.code(201).send(shown(link));
  });

  await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
}

// Node.js uses one core: a process for each.
if (cluster.isPrimary) {
  for (let core = 0; core < availableParallelism(); core += 1) cluster.fork();
} else {
  await serve();
}
