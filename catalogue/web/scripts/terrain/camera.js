// Screen #camera.

export function mount() {
  return {};
}
