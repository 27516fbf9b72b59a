"""What sites say on every page and nobody searches for; none of it may be found."""

COOKIES = "Vi använder kakor för att webbplatsen ska fungera och för att mäta besök. Läs mer om kakor."
CONSENT = "Uppläsningsfunktionen kräver att du accepterar inställningskakor"
HELPED = "Hjälpte sidan dig?"
USEFUL = "Hade du nytta av informationen på den här sidan?"
TO_TOP = "Till sidans topp"
OUTSIDE = "Länk till annan webbplats."
SUBSCRIBE = "Håll dig uppdaterad! Prenumerera på vårt nyhetsbrev"
RELATED = "Inga relaterade inlägg"
LOADING = "Laddar innehåll …"
SPEECH = "Lyssna på sidan"
SHARE = "Dela på Facebook"

PHRASES = (
    "webbplatsen ska fungera och för att mäta besök",
    "kräver att du accepterar inställningskakor",
    "Hjälpte sidan dig",
    "nytta av informationen på den här sidan",
    "Till sidans topp",
    "Länk till annan webbplats",
    "Prenumerera på vårt nyhetsbrev",
    "Inga relaterade",
    "Dela på Facebook",
)
"""Pieces of the above as a search for the exact words would ask for them."""
