"""The dossier in other languages: its translations.

What may live here: the blocks of that part, with the field names of the core.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.site.editorial.blocks.fields import line, markup


class TranslatedTextBlock(blocks.StructBlock):
    """One text in another language."""

    of = line(_("Which text: title, lead, background, quick_facts/date, timeline/its key, ..."), label=_("Of"))
    source = line(
        _("The digest of the text that was translated, as the check gives it. Readers are told when it has changed."),
        label=_("Digest of the source"),
    )
    text = markup(_("The same figures and footnotes as the source."), label=_("Translation"))

    class Meta:
        label = _("Text")
        label_format = "{of}"


class TranslationBlock(blocks.StructBlock):
    """The texts in one language."""

    language = line(_("Its code, such as es."), label=_("Language"))
    translator = line(_("Who translated it."), label=_("Translator"))
    signed_by = line(
        _("The native reader who has read and signed it. Empty: readers see that it is a draft."), label=_("Signed by")
    )
    texts = blocks.ListBlock(TranslatedTextBlock(), label=_("Texts"))

    class Meta:
        icon = "globe"
        label = _("Translation")
        label_format = "{language}"
