"""The values that flow through Metodsök; imports nothing of ours.

Names follow Dublin Core terms (title, publisher, issued, valid, type, language, spatial, identifier,
abstract, rights), SKOS (themes) and information retrieval (passage, hit, snippet, facet).
Plan status is computed, never stored: see `Document.status_on`.
"""

from indexer.model.answers import (
    FACET_LABELS,
    FACETS,
    Expansion,
    FacetValue,
    Hit,
    Interpretation,
    Near,
    Query,
    Results,
    Snippet,
    Sort,
)
from indexer.model.vocabulary import KnownPlan, Source, SynonymGroup, Theme
from indexer.model.works import (
    KIND_LABELS,
    LANGUAGE_LABELS,
    STATUS_LABELS,
    TYPE_LABELS,
    UNKNOWN_PUBLISHER,
    Document,
    DocumentType,
    Extract,
    Kind,
    Passage,
    Record,
    Section,
    Status,
    ThemeEvidence,
    plan_status,
)

__all__ = [
    "FACETS",
    "FACET_LABELS",
    "KIND_LABELS",
    "LANGUAGE_LABELS",
    "STATUS_LABELS",
    "TYPE_LABELS",
    "UNKNOWN_PUBLISHER",
    "Document",
    "DocumentType",
    "Expansion",
    "Extract",
    "FacetValue",
    "Hit",
    "Interpretation",
    "Kind",
    "KnownPlan",
    "Near",
    "Passage",
    "Query",
    "Record",
    "Results",
    "Section",
    "Snippet",
    "Sort",
    "Source",
    "Status",
    "SynonymGroup",
    "Theme",
    "ThemeEvidence",
    "plan_status",
]
