// tus 1.0 as the queue needs it: announce a file without a byte of it, ask how far it came, send on from there.
// tus-js-client would be two fifths of all that a phone may load, for retries and stores that are the queue's own here.
//
// Failures are those of server.js: Offline, LoggedOut, Refused (with `after`, in seconds, where the server says so).

import { LoggedOut, Offline, Refused, sentence } from "./server.js";

const ALL = "/uploads/";
const VERSION = { "tus-resumable": "1.0.0" };
// A line on which nothing moves for so long is dead, whatever the browser believes.
const STILL_MS = 45_000;

// The address of a new upload.
export async function announce(size, metadata) {
  const headers = { "upload-length": String(size), "upload-metadata": encoded(metadata) };
  const answer = await asked(ALL, "POST", headers);
  return new URL(answer.headers.get("location"), location.href).pathname;
}

// How far an upload came, and the server's hash once it came wholly.
export async function standing(address) {
  const { headers } = await asked(address, "HEAD");
  return { offset: Number(headers.get("upload-offset")), sha256: headers.get("upload-sha256") };
}

export async function withdraw(address) {
  await asked(address, "DELETE");
}

export function idOf(address) {
  return address.split("/").pop();
}

// Bytes follow from an offset on; `moved(n)` tells how many of them went.
export function append(address, bytes, offset, { moved, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const watch = watching(() => request.abort());
    const settle = (end, value) => {
      watch.end();
      signal?.removeEventListener("abort", stop);
      end(value);
    };
    const stop = () => request.abort();
    request.open("PATCH", address);
    request.responseType = "text";
    const headers = { ...VERSION, accept: "application/json", "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      watch.moved();
      moved?.(loaded);
    };
    request.onload = () => {
      const { status } = request;
      if (status !== 204) return settle(reject, failure(status, request.getResponseHeader("retry-after"), sentence(request.responseText)));
      settle(resolve, { offset: Number(request.getResponseHeader("upload-offset")), sha256: request.getResponseHeader("upload-sha256") });
    };
    request.onerror = request.onabort = () => settle(reject, new Offline());
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) return settle(reject, new Offline());
    request.send(bytes);
  });
}

function watching(still) {
  let timer;
  const moved = () => {
    clearTimeout(timer);
    timer = setTimeout(still, STILL_MS);
  };
  moved();
  return { moved, end: () => clearTimeout(timer) };
}

async function asked(address, method, headers = {}) {
  const patience = new AbortController();
  const watch = watching(() => patience.abort());
  try {
    const answer = await fetch(address, { method, headers: { ...VERSION, accept: "application/json", ...headers }, redirect: "manual", signal: patience.signal });
    if (answer.type === "opaqueredirect") throw new LoggedOut();
    if (!answer.ok) throw failure(answer.status, answer.headers.get("retry-after"), sentence(await answer.text()));
    return answer;
  } catch (error) {
    throw error instanceof TypeError || error.name === "AbortError" ? new Offline() : error;
  } finally {
    watch.end();
  }
}

function failure(status, after, said) {
  if (status === 401) return new LoggedOut();
  return Object.assign(new Refused(status, said), { after: Number(after) || 0 });
}

function encoded(metadata) {
  const told = Object.entries(metadata).filter(([, value]) => value !== undefined && value !== "");
  return told.map(([key, value]) => `${key} ${base64(String(value))}`).join(",");
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
