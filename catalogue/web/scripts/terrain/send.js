// Screen #send.

export function mount() {
  return {};
}
