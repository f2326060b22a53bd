// One file sent by tus-js-client as TUS_ASKED says; the last line of the output is JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Readable } from "node:stream";

const tus = createRequire(process.env.TUS_FROM)("tus-js-client");
const asked = JSON.parse(process.env.TUS_ASKED);
const content = readFileSync(asked.file);
const said = [];
const tell = (what) => console.log(JSON.stringify({ ...what, said }));

function* pieces() {
  for (let at = 0; at < content.length; at += 50_000) yield content.subarray(at, at + 50_000);
}

const options = {
  endpoint: asked.endpoint,
  headers: asked.headers,
  chunkSize: asked.chunk ?? Infinity,
  retryDelays: [0, 100, 200, 500, 1000, 1000, 1000],
  metadata: { filename: "photo.jpg", ...asked.metadata },
  uploadDataDuringCreation: asked.during ?? false,
  overridePatchMethod: asked.override ?? false,
  uploadSize: asked.deferred ? null : content.length,
  uploadLengthDeferred: asked.deferred ?? false,
  uploadUrl: asked.url ?? null,
  onAfterResponse: (request, response) =>
    said.push([request.getMethod(), response.getStatus(), response.getHeader("Upload-Sha256") ?? null]),
  onError: (error) => tell({ error: String(error) }),
  onSuccess: () => tell({ url: upload.url }),
};
const upload = new tus.Upload(asked.deferred ? Readable.from(pieces()) : content, options);
if (asked.pause) {
  let paused = false;
  upload.options.onProgress = (sent) => {
    if (sent < asked.pause || paused) return;
    paused = true;
    upload.abort().then(() => setTimeout(() => upload.start(), 50));
  };
}
if (asked.terminate)
  upload.options.onChunkComplete = () => upload.abort(true).then(() => tell({ url: upload.url, ended: true }));
upload.start();
