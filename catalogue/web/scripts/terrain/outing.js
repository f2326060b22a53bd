// Screen #outing.

export function mount() {
  return {};
}
