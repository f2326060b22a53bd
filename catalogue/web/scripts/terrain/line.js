// The line to the server, as far as this phone says what it is like.

const WEAK = new Set(["slow-2g", "2g", "3g"]);
const [SMALL_CHUNK, LARGE_CHUNK] = [512 * 1024, 1024 * 1024];

const connection = () => navigator.connection ?? {};

// "wifi", "cellular", or undefined where the phone does not say.
export function kind() {
  const { type } = connection();
  return type === "wifi" || type === "ethernet" ? "wifi" : type === "cellular" ? "cellular" : undefined;
}

export function isWeak() {
  return WEAK.has(connection().effectiveType);
}

export function chunkSize() {
  return isWeak() ? SMALL_CHUNK : LARGE_CHUNK;
}

export function atOnce() {
  return isWeak() ? 1 : 2;
}

export function lineChanged(listen) {
  navigator.connection?.addEventListener?.("change", listen);
}
