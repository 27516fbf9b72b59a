// Tells Streamlit where the service is before it starts: on pages below the first one it would guess, and ask in vain.
window.__streamlit = { BACKEND_BASE_URL: new URL("..", document.currentScript.src).href };
