// Hashes files away from the page, one after the other, so that it stays alive: { n, file } in, { n, sha256 } out.

self.onmessage = async ({ data: { n, file } }) => {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    self.postMessage({ n, sha256: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
  } catch (error) {
    self.postMessage({ n, error: String(error) });
  }
};
