// What every page has: buttons that copy an address or a text, and a place where news is read aloud.
(() => {
  "use strict";

  const say = (text) => {
    const place = document.getElementById("m-meddelande");
    if (!place) return;
    place.textContent = "";
    // The change must come after the emptying for a screen reader to read the same words twice.
    setTimeout(() => { place.textContent = text; }, 50);
  };

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without https the clipboard is closed to scripts; a selected field still opens it.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("copy refused");
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copyFrom ?? "");
    const text = source ? source.textContent : new URL(button.dataset.copy, location.href).href;
    try {
      await copy(text);
      button.classList.add("m-klar");
      say(button.dataset.said ?? (source ? "Källhänvisningen är kopierad." : "Länken är kopierad."));
      setTimeout(() => button.classList.remove("m-klar"), 2500);
    } catch {
      window.prompt("Kopiera:", text);
      button.focus();
    }
  });

  window.metodsok = { say };
})();
