// The page of one photo: keys and swipes along the result, a lens, the legend on the clipboard. All of it works
// without this script too, by links and forms.

const SWIPE_PX = 60;
const page = document.querySelector("main.photo");
const keyed = Object.fromEntries([...page.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
const step = (rel) => page.querySelector(`.walk a[rel="${rel}"]`);

page.querySelector(".by-keyboard").hidden = !matchMedia("(hover: hover)").matches;

// Keys, except where they mean something else: in fields, on the map, in the lens, with a modifier.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, .map-frame, .film, dialog[open]")) return;
  const to = { ArrowLeft: step("prev"), k: step("prev"), ArrowRight: step("next"), j: step("next") }[event.key] ?? keyed[event.key];
  if (!to || to.hidden) return;
  event.preventDefault();
  to.click();
});

// A swipe of one finger, level, on the picture: not while it is enlarged by two fingers.
const picture = page.querySelector(".picture");
let touched = null;
picture.addEventListener("touchstart", ({ touches }) => {
  touched = touches.length === 1 && (visualViewport?.scale ?? 1) < 1.05 ? touches[0] : null;
}, { passive: true });
picture.addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (!touched) return;
  const [across, down] = [end.clientX - touched.clientX, end.clientY - touched.clientY];
  touched = null;
  if (Math.abs(across) < SWIPE_PX || Math.abs(across) < 2 * Math.abs(down)) return;
  step(across > 0 ? "prev" : "next")?.click();
});

lens(page.querySelector(".zoom"), page.querySelector("dialog.lens"));
panels([...page.querySelectorAll("details.panel")]);
legend(page.querySelector(".to-paste"));

// The picture pixel for pixel, twice that with +; dragged about, or moved with the arrow keys.
function lens(link, dialog) {
  if (!link || !dialog) return;
  const frame = dialog.querySelector(".lens-frame");
  const image = new Image();
  let scale = 1;

  const show = (wanted, [x, y] = [0.5, 0.5]) => {
    scale = wanted;
    image.style.width = `${image.naturalWidth * scale}px`;
    frame.scrollTo(x * image.offsetWidth - frame.clientWidth / 2, y * image.offsetHeight - frame.clientHeight / 2);
  };
  const middle = () => [
    (frame.scrollLeft + frame.clientWidth / 2) / image.offsetWidth,
    (frame.scrollTop + frame.clientHeight / 2) / image.offsetHeight,
  ];
  const open = async (at) => {
    const small = link.querySelector("img");
    image.alt = small.alt;
    image.src = link.href;
    frame.replaceChildren(image);
    await image.decode().catch(() => {});
    dialog.showModal();
    show(1, at);
    frame.focus();
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const box = link.querySelector("img").getBoundingClientRect();
    open(event.detail ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] : undefined);
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") show(Math.min(scale * 2, 4), middle());
    else if (event.key === "-") scale > 1 ? show(scale / 2, middle()) : dialog.close();
    else if (event.key === "z") dialog.close();
    else return;
    event.preventDefault();
  });
  dragging(frame, () => dialog.close());
}

// A frame is dragged by its picture; a click that does not drag closes it.
function dragging(frame, onClick) {
  let from = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button) return;
    from = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
    frame.focus();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [across, down] = [event.clientX - from.x, event.clientY - from.y];
    from.moved ||= Math.hypot(across, down) > 4;
    frame.scrollTo(from.left - across, from.top - down);
  });
  frame.addEventListener("pointerup", () => {
    if (from && !from.moved) onClick();
    from = null;
  });
}

// One panel is open at a time; Escape and a click elsewhere close it. A download leaves the page as it is.
function panels(all) {
  const close = (except) => all.forEach((one) => one !== except && (one.open = false));
  for (const one of all) one.addEventListener("toggle", () => one.open && close(one));
  document.addEventListener("click", ({ target }) => close(target.closest?.("details.panel")));
  document.addEventListener("keydown", (event) => {
    const open = all.find((one) => one.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  const width = page.querySelector(".take-one input[name=width_cm]");
  width?.addEventListener("focus", () => (page.querySelector(".take-one input[value=print]").checked = true));
  page.querySelector(".take-one form")?.addEventListener("submit", () => setTimeout(close, 300));
}

function legend(whole) {
  const [text, button] = [whole.querySelector("textarea"), whole.querySelector("button")];
  const status = page.querySelector(".said");
  whole.classList.add("by-button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      status.replaceChildren(note(button.dataset.copied));
    } catch {
      // Away from this machine, without HTTPS, a page may not write to the clipboard.
      whole.classList.remove("by-button");
      text.select();
      status.replaceChildren(note(button.dataset.failed));
    }
  });
}

function note(words) {
  const said = document.createElement("p");
  said.className = "notice";
  said.textContent = words;
  return said;
}
