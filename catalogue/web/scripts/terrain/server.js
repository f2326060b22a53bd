// What the page asks of the server. A session that is over never loses anything: it is told, and all stays on the phone.
//
//   ask("/terrain/api/me") -> Promise of the JSON; Offline where nobody answers, LoggedOut for 401, Refused for the rest

export class Offline extends Error {}
export class LoggedOut extends Error {}
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export async function ask(address, { method = "GET", json, body, signal } = {}) {
  const answer = await reached(address, {
    method,
    signal,
    credentials: "same-origin",
    redirect: "manual",
    headers: { accept: "application/json", ...(json === undefined ? {} : { "content-type": "application/json" }) },
    body: json === undefined ? body : JSON.stringify(json),
  });
  // A page that asks for a login is no answer to a script.
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new LoggedOut();
  if (!answer.ok) throw new Refused(answer.status, sentence(await answer.text().catch(() => "")));
  return answer.status === 204 ? undefined : answer.json();
}

async function reached(address, how) {
  try {
    return await fetch(address, how);
  } catch (error) {
    if (how.signal?.aborted) throw error;
    throw new Offline();
  }
}

// What an answer says to a person: its text, or the message of its JSON; never a page.
export function sentence(text) {
  try {
    return JSON.parse(text).message ?? "";
  } catch {
    return text.startsWith("<") ? "" : text.trim();
  }
}
