// Mends Streamlit 1.67 on the search page: Swedish labels, links without a reload, focus that stays, news read aloud,
// no keys of its own. It depends on Streamlit's markup, so the version is pinned.
(() => {
  "use strict";

  const WORDS = {
    "Clear entry": "Töm fältet",
    "Press Enter to submit form": "Tryck på Enter för att söka",
    "Running...": "Söker …",
    "Connecting": "Ansluter …",
    "Please wait...": "Vänta …",
    "visualization": "diagram",
  };
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-roledescription"];

  // --- Swedish words -------------------------------------------------------------------------------------------------
  const mend = (root) => {
    if (document.documentElement.lang !== "sv") document.documentElement.lang = "sv";
    for (const name of ATTRIBUTES) {
      for (const element of root.querySelectorAll(`[${name}]`)) {
        const swedish = WORDS[element.getAttribute(name)];
        if (swedish) element.setAttribute(name, swedish);
      }
    }
  };

  // --- a chart that is wider than the screen can be scrolled with the keyboard --------------------------------------
  const reach = (root) => {
    for (const frame of root.querySelectorAll(".st-key-karta:not([tabindex])")) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", "Karta över teman och regioner");
    }
  };

  // --- the number of hits, read aloud once ---------------------------------------------------------------------------
  let said = null;
  const announce = (root) => {
    const news = root.querySelector("[data-announce]");
    const text = news ? news.textContent.trim().replace(/\s+/g, " ") : null;
    // The address in the page's own words: the one in the address field changes before the answer has come.
    const where = news ? news.dataset.announce : "";
    const key = text === null ? null : `${where} ${text}`;
    if (key && said !== null && key !== said) window.metodsok.say(text);
    if (key || said === null) said = key ?? "";
  };

  // --- links to other searches: the address changes and Streamlit reruns, without a reload ----------------------------
  let wanted = null;
  const isSearch = (link) =>
    link.origin === location.origin && link.pathname === location.pathname && !link.hash && !link.target;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || !isSearch(link)) return;
    event.preventDefault();
    wanted = link.dataset.key ?? null;
    // Adding to the newsletter is no step of its own: Back leads to the search before this one.
    if (link.matches(".m-lagg")) history.replaceState(null, "", link.href);
    else history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    if ("top" in link.dataset || !link.closest("#root")) window.scrollTo(0, 0);
  });

  // The link that was pressed is drawn anew; whoever uses the keyboard must not be thrown to the top of the page.
  const refocus = (root) => {
    if (!wanted || document.activeElement !== document.body) return;
    const again = root.querySelector(`a[data-key="${CSS.escape(wanted)}"]`);
    if (again) {
      again.focus({ preventScroll: true });
      wanted = null;
    }
  };

  // --- Streamlit's one-letter keys (r runs the page anew, c clears the cache) are not ours ----------------------------
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
  }, true);

  const start = () => {
    const root = document.getElementById("root");
    let planned = false;
    const look = () => {
      planned = false;
      mend(document);
      reach(root);
      announce(root);
      refocus(root);
    };
    new MutationObserver(() => {
      if (!planned) {
        planned = true;
        requestAnimationFrame(look);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
