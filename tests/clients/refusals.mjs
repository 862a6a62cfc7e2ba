// Uploads that are refused at once, with Node's own clients: each must see the status.

import assert from "node:assert/strict";
import http from "node:http";
import { Readable } from "node:stream";

const [base, cases, tries] = process.argv.slice(2);
const PART = Buffer.alloc(64 << 10, "x");
const PARTS = 640;

function* body() {
  for (let i = 0; i < PARTS; i++) yield PART;
}

const viaFetch = (body) => async ({ method, path, headers }) => {
  const response = await fetch(base + path, { method, headers, body: body(), duplex: "half" });
  await response.text();
  return response.status;
};

const viaRequest = ({ method, path, headers }) =>
  new Promise((resolve, reject) => {
    const request = http.request(base + path, { method, headers });
    request.on("response", (response) => resolve(response.resume().statusCode));
    request.on("error", reject);
    Readable.from(body()).pipe(request);
  });

const CLIENTS = {
  "fetch of a stream": viaFetch(() => ReadableStream.from(body())),
  "fetch of a buffer": viaFetch(() => Buffer.concat([...body()])),
  "http.request": viaRequest,
};

for (const [name, send] of Object.entries(CLIENTS)) {
  for (const refused of JSON.parse(cases)) {
    for (let i = 1; i <= Number(tries); i++) {
      const of = `${name}: ${refused.method} ${refused.path}, try ${i}`;
      const status = await send(refused).catch((error) => `${error} ${error.cause ?? ""}`);
      assert.equal(status, refused.status, of);
    }
  }
}
// Connections that are still sending must not keep the program running.
process.exit(0);
