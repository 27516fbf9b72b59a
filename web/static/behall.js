// What is collected stays collected when people go back: the address of an earlier page does not know what was added later.
(() => {
  "use strict";

  const KEY = "metodsok-utskick";
  const isCollected = (name) => ["d", "rubrik", "inledning"].includes(name) || name.startsWith("om.");
  const part = (wanted) =>
    new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => isCollected(name) === wanted)).toString();

  // For this tab alone, and gone with it. A browser may refuse: then the address is all there is.
  const remember = () => {
    try { sessionStorage.setItem(KEY, part(true)); } catch { /* nothing is remembered */ }
  };
  const remembered = () => {
    try { return sessionStorage.getItem(KEY) ?? ""; } catch { return ""; }
  };

  // The address of this page with what was last collected; null where it says so already.
  const mended = () => {
    const kept = remembered();
    if (!kept || kept === part(true)) return null;
    return `${location.pathname}?${[part(false), kept].filter(Boolean).join("&")}${location.hash}`;
  };
  const isDrawnHere = () => document.getElementById("root") !== null;
  const isNewsletter = location.pathname.endsWith("/utskick");

  const arrivedBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const address = arrivedBack ? mended() : null;
  if (address === null) remember();
  // Before Streamlit has started it reads what stands here; a page from the server must be asked for anew.
  else if (document.currentScript.hasAttribute("data-early")) history.replaceState(history.state, "", address);
  else location.replace(address);

  window.addEventListener("pageshow", (event) => {
    const wanted = event.persisted ? mended() : null;
    if (wanted === null) return;
    if (!isDrawnHere()) location.replace(wanted);
    else {
      history.replaceState(history.state, "", wanted);
      window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    }
  });
  window.addEventListener("pagehide", remember);

  // Going back within one page: a search keeps what is collected; the newsletter's own steps are meant to be undone.
  window.addEventListener("popstate", (event) => {
    const wanted = event.isTrusted && !isNewsletter ? mended() : null;
    if (wanted === null) remember();
    else history.replaceState(history.state, "", wanted);
  }, true);

  // On a plain page, adding or removing is no step of its own: Back leads to where people came from.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.m-lagg");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || isDrawnHere()) return;
    event.preventDefault();
    location.replace(link.href);
  });
})();
