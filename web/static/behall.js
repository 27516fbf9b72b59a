// What is collected stays collected when people go back: the address of an earlier page does not know what was added later.
(() => {
  "use strict";

  const KEY = "metodsok-utskick";
  const isCollected = (name) => ["d", "rubrik", "inledning"].includes(name) || name.startsWith("om.");
  const part = (wanted, search = location.search) =>
    new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => isCollected(name) === wanted)).toString();

  // For this tab alone, and gone with it. A browser may refuse: then the address is all there is.
  const remembered = () => {
    try { return sessionStorage.getItem(KEY) ?? ""; } catch { return ""; }
  };
  const keep = (what) => {
    try { sessionStorage.setItem(KEY, what); } catch { /* nothing is remembered */ }
  };
  // A page without a list says nothing of it, unless the list was emptied: that is remembered until there is one again.
  const EMPTIED = "-";
  let had = false;
  const remember = () => {
    const now = part(true);
    if (now || had) keep(now || EMPTIED);
    else if (remembered() !== EMPTIED) keep("");
    had ||= Boolean(now);
  };

  // The address of this page with what was last collected; null where it says so already.
  const mended = () => {
    const kept = remembered();
    const wanted = kept === EMPTIED ? "" : kept;
    if (!kept || wanted === part(true)) return null;
    const asked = [part(false), wanted].filter(Boolean).join("&");
    return location.pathname + (asked && `?${asked}`) + location.hash;
  };
  const isDrawnHere = () => document.getElementById("root") !== null;
  const isNewsletter = location.pathname.endsWith("/utskick");

  // A page that is on its way to another address says nothing more of what is collected.
  let isLeft = false;
  const leave = (where) => {
    isLeft = true;
    location.replace(where);
  };
  const arrivedBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const address = arrivedBack ? mended() : null;
  if (address === null) remember();
  // Before Streamlit has started it reads what stands here; a page from the server must be asked for anew.
  else if (document.currentScript.hasAttribute("data-early")) history.replaceState(history.state, "", address);
  else leave(address);

  window.addEventListener("pageshow", (event) => {
    const wanted = event.persisted ? mended() : null;
    if (wanted === null) return;
    if (!isDrawnHere()) leave(wanted);
    else {
      history.replaceState(history.state, "", wanted);
      window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    }
  });
  window.addEventListener("pagehide", () => { if (!isLeft) remember(); });

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
    keep(part(true, new URL(link.href).search) || EMPTIED);
    leave(link.href);
  });
})();
