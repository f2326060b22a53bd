// What the server says of files: which of these it has, and what became of those that it received.

import { ask } from "../terrain/server.js";

const AT_ONCE = 50;
//: Nothing more happens to an upload in one of these states.
const SETTLED = new Set(["catalogued", "duplicate", "healed", "held", "quarantined"]);
const BEGIN_ANEW = new Set(["refused", "expired"]);

export const isSettled = (item) => SETTLED.has(item.state);

// Items that were sent before, by the bytes and the path: received ones have their state, begun ones where to go on.
export async function recognise(items) {
  const { uploads } = await ask(`/uploads/?sha256=${[...new Set(items.map((item) => item.sha256))].join(",")}`);
  // The newest first: what was sent last of a file counts.
  for (const upload of uploads.reverse()) {
    for (const item of items) {
      if (isOf(upload, item) && !BEGIN_ANEW.has(upload.state)) note(item, upload);
    }
  }
}

function isOf(upload, item) {
  return item.sha256 === (upload.sha256 ?? upload.sha256_told) && item.path === (upload.path ?? upload.name);
}

function note(item, upload) {
  item.upload = upload.id;
  item.begun = upload.created_at;
  if (upload.state === "receiving") item.sent = upload.offset;
  else {
    settle(item, upload);
    item.before = true;
    item.sent = item.size;
  }
}

function settle(item, upload) {
  item.state = upload.state;
  item.message = upload.message;
  item.photo = upload.photo;
  item.begun ??= upload.created_at;
}

// What became of items that were received; true when something is news.
export async function follow(items) {
  let news = false;
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const part = new Map(items.slice(at, at + AT_ONCE).map((item) => [item.upload, item]));
    const { uploads } = await ask(`/uploads/?ids=${[...part.keys()].join(",")}`);
    for (const upload of uploads) {
      if (SETTLED.has(upload.state)) {
        settle(part.get(upload.id), upload);
        news = true;
      }
    }
  }
  return news;
}
