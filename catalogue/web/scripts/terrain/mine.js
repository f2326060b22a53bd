// Screen #mine.

export function mount() {
  return {};
}
