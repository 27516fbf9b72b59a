"""What the browser sees. In: a Searcher and an address. Out: Streamlit's page, and plain HTML, JSON and files."""
