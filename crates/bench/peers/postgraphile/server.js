// GraphQL over the ledger's tables. Policies keep workspaces apart, as they do for the service.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { availableParallelism } from "node:os";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

async function serve() {
  const served = postgraphile({
    extends: [PostGraphileAmberPreset],
    // It offers to filter and sort by a column only if an index begins with it, and the lists' indexes begin with the
    // connector.
    disablePlugins: ["PgIndexBehaviorsPlugin"],
    pgServices: [makePgService({ connectionString: process.env.DATABASE, schemas: ["core_api"] })],
    grafserv: { graphiql: false, watch: false },
    grafast: {
      explain: false,
      // A header says who asks. The service looks a key up; this is spared it.
      context: ({ node }) => ({
        pgSettings: {
          role: "wellhead_bench_peer",
          "wellhead.workspace_pk": node.req.headers["x-workspace"],
        },
      }),
    },
  });
  const server = createServer();
  await served.createServ(grafserv).addTo(server);
  server.listen(Number(process.env.PORT), "127.0.0.1");
}

// Node.js uses one core: a process for each.
if (cluster.isPrimary) {
  for (let core = 0; core < availableParallelism(); core += 1) cluster.fork();
} else {
  await serve();
}
