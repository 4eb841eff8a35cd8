"""What the newsroom keeps in the database.

What may live here: the models, one a module. Dossiers as values, and what is allowed in them, are the core's.
"""

from conflict_atlas.site.editorial.models.claim import Claim, ClaimReview
from conflict_atlas.site.editorial.models.correction import Correction
from conflict_atlas.site.editorial.models.dossier_page import DossierIndex, DossierPage
from conflict_atlas.site.editorial.models.picture import Picture, Rendition
from conflict_atlas.site.editorial.models.publication import Publication
from conflict_atlas.site.editorial.models.second_pair import SecondPairTask
from conflict_atlas.site.editorial.models.shipped import Shipped
from conflict_atlas.site.editorial.models.source import Source

__all__ = [
    "Claim",
    "ClaimReview",
    "Correction",
    "DossierIndex",
    "DossierPage",
    "Picture",
    "Publication",
    "Rendition",
    "SecondPairTask",
    "Shipped",
    "Source",
]
