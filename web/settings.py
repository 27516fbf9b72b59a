"""What Streamlit is told: no call home, no menus, and the colours of our own style sheet.

The options stand here and not in `.streamlit/config.toml` so that they hold wherever the service is started from.
That file holds only what `streamlit run` needs to know before it has read `app.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from streamlit import config as streamlit_config

FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"

# The same values as the custom properties at the top of static/metodsok.css; a test compares them.
LIGHT: Mapping[str, str] = {
    "primaryColor": "#14564b",
    "backgroundColor": "#faf8f3",
    "secondaryBackgroundColor": "#ffffff",
    "textColor": "#1c2524",
    "linkColor": "#14564b",
    "borderColor": "#7b827d",
}
DARK: Mapping[str, str] = {
    "primaryColor": "#8fd3c1",
    "backgroundColor": "#141a19",
    "secondaryBackgroundColor": "#1e2625",
    "textColor": "#ebe9e2",
    "linkColor": "#8fd3c1",
    "borderColor": "#7f8c88",
}
OPTIONS: Mapping[str, object] = {
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": False,
    "runner.magicEnabled": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.maxUploadSize": 1,
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.baseRadius": "6px",
}


def apply(base_path: str) -> str:
    """Set Streamlit's options and return the path under which the service lives, "" or "/metod".

    A path given to Streamlit itself (`--server.baseUrlPath`) wins over the one of metodsok.toml.
    """
    given = str(streamlit_config.get_option("server.baseUrlPath") or "").strip("/") or base_path.strip("/")
    themes = {"light": LIGHT, "dark": DARK}
    colours = {f"theme.{name}.{key}": value for name, theme in themes.items() for key, value in theme.items()}
    for key, value in {**OPTIONS, **colours, "server.baseUrlPath": given}.items():
        streamlit_config.set_option(key, value)
    return f"/{given}" if given else ""
