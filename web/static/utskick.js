// The newsletter: what is collected follows the visitor from the search page, nothing typed is lost, and it is copied.
(() => {
  "use strict";

  // --- what is collected, as web/collected.py names it in the address ------------------------------------------------
  const isCollected = (name) => ["d", "rubrik", "inledning"].includes(name) || name.startsWith("om.");

  // The links at the top were drawn once, for everybody; they take along what this visitor has collected.
  let carried = null;
  const carry = () => {
    if (carried === location.search) return;
    carried = location.search;
    const here = [...new URLSearchParams(location.search)];
    const kept = here.filter(([name]) => isCollected(name));
    for (const link of document.querySelectorAll(".m-topp a[href]")) {
      const address = new URL(link.href);
      const own = [...address.searchParams].filter(([name]) => !isCollected(name));
      address.search = new URLSearchParams([...("utskick" in link.dataset ? here : own), ...kept.filter(() => !("utskick" in link.dataset))]).toString();
      link.href = address.href;
      if ("utskick" in link.dataset) {
        const count = kept.filter(([name]) => name === "d").length;
        link.textContent = count ? `Utskick (${count})` : "Utskick";
      }
    }
  };

  // --- buttons that Streamlit draws: they are named by what they move, and keep the focus ----------------------------
  const NAMES = { Upp: "Flytta upp", Ned: "Flytta ned", "Ta bort": "Ta bort" };
  const name = () => {
    for (const element of document.querySelectorAll('#root [class*="st-key-post-"] :is(button, textarea)')) {
      const words = element.matches("textarea") ? "Egna rader" : NAMES[element.textContent.trim()];
      const title = element.closest('[class*="st-key-post-"]').querySelector("[data-titel]")?.dataset.titel;
      if (words && title) element.setAttribute("aria-label", `${words}: ${title}`);
    }
  };

  // While Streamlit draws, old and new buttons stand side by side: the focus is set when it has drawn.
  let pressed = null;
  let drawing = false;
  const isRunning = () => document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  const refocus = () => {
    if (!pressed) return;
    if (isRunning()) drawing = true;
    if (!drawing || isRunning() || document.querySelector("[data-stale=true]")) return;
    const active = document.activeElement;
    const again = document.querySelector(`.${CSS.escape(pressed)} button`) ?? document.querySelector("#root [class*='st-key-post-'] button");
    const isLost = active === document.body || active.closest("[class*='st-key-post-']");
    if (isLost && again && again !== active) again.focus();
    pressed = null;
  };

  // --- a field that was just left is on its way to the server: whoever takes something must wait for it ---------------
  let before = null;
  let sent = null;
  const isField = (element) => element?.matches?.("#root input, #root textarea");
  const settled = async () => {
    const pause = (time) => new Promise((done) => { setTimeout(done, time); });
    for (let waited = 0; !isRunning() && waited < 600; waited += 30) await pause(30);
    for (let waited = 0; isRunning() && waited < 10000; waited += 30) await pause(30);
    await pause(60);
    sent = null;
  };
  document.addEventListener("focusin", (event) => { if (isField(event.target)) before = event.target.value; });
  document.addEventListener("focusout", (event) => {
    if (isField(event.target) && event.target.value !== before) sent = settled();
  });

  const TAKES = "a[data-key], .m-topp a, .m-tillbaka a, [data-copy], [data-copy-from], [data-copy-html]";
  const same = (element) => {
    const traits = ["key", "copyFrom", "copyHtml"].filter((trait) => element.dataset[trait]);
    const found = [...document.querySelectorAll(TAKES)].find(
      (other) => other.textContent === element.textContent && traits.every((trait) => other.dataset[trait] === element.dataset[trait]),
    );
    return found ?? element;
  };
  document.addEventListener("click", async (event) => {
    const taker = event.target.closest?.(TAKES);
    if (!sent || !taker) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await sent;
    look();
    same(taker).click();
  }, true);

  // --- news, and copying as a mail wants it ---------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-say]");
    if (link && link.closest("#root")) {
      window.metodsok.say(link.dataset.say);
      // Until the page is drawn anew its links do not know of this one.
      sent = settled();
    }
    const held = event.target.closest?.('#root [class*="st-key-"] button')?.closest('[class*="st-key-"]');
    pressed = held ? [...held.classList].find((each) => each.startsWith("st-key-")) : null;
    drawing = isRunning();
  });

  const copied = async (button) => {
    const [html, plain] = [button.dataset.copyHtml, button.dataset.copyPlain].map((id) => document.getElementById(id).textContent);
    if (navigator.clipboard && window.ClipboardItem) {
      const parts = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([plain], { type: "text/plain" }) };
      return navigator.clipboard.write([new ClipboardItem(parts)]);
    }
    // Without https: what is selected on the page is copied with its looks.
    const selection = getSelection();
    selection.selectAllChildren(document.getElementById("m-brev"));
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    if (!done) throw new Error("copy refused");
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy-html]");
    if (!button || event.defaultPrevented) return;
    try {
      await copied(button);
      button.classList.add("m-klar");
      window.metodsok.say(button.dataset.said);
      setTimeout(() => button.classList.remove("m-klar"), 2500);
    } catch {
      window.metodsok.say("Det gick inte att kopiera. Ladda ner utskicket i stället.");
    }
  });

  const look = () => { carry(); name(); refocus(); };
  const start = () => {
    let planned = false;
    new MutationObserver(() => {
      // Noted at once: on a slow machine Streamlit may begin and end between two frames.
      if (pressed && isRunning()) drawing = true;
      if (!planned) {
        planned = true;
        requestAnimationFrame(() => { planned = false; look(); });
      }
    }).observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-stale", "data-test-script-state"],
    });
    window.addEventListener("popstate", look);
    look();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
