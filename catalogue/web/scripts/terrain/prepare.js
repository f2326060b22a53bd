// Screen #prepare.

export function mount() {
  return {};
}
