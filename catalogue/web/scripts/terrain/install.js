// Screen #install: how to put this page on the home screen. Where the browser offers to do it, a button does.

import { part } from "./dom.js";

// The browser may offer before this screen is looked at.
let offer;
let look = () => {};
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  look();
});
addEventListener("appinstalled", () => {
  offer = undefined;
  look();
});

export function mount(section, app) {
  const button = part(section, "install");
  look = () => (button.hidden = !offer);
  look();
  button.addEventListener("click", async () => {
    await offer.prompt();
    const { outcome } = await offer.userChoice;
    offer = undefined;
    look();
    if (outcome === "accepted") app.go("#outing");
  });
  return {
    shown() {
      if (matchMedia("(display-mode: standalone)").matches) app.go("#outing");
    },
  };
}
