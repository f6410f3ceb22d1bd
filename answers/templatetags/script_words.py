"""What scripts say of a number: they learn it in the browser, so they get every plural form of the page's language."""

import json

from django import template
from django.utils.translation import ngettext_lazy

register = template.Library()

# A number of each plural category that Intl.PluralRules knows (Unicode CLDR).
EXAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
WORDS = {
    "characters_left": ngettext_lazy("%(shown)s character left", "%(shown)s characters left", "number"),
    "characters_over": ngettext_lazy(
        "%(shown)s character too many", "%(shown)s characters too many", "number"
    ),
    "minutes_left": ngettext_lazy("%(shown)s minute left.", "%(shown)s minutes left.", "number"),
}


@register.simple_tag
def plural_forms(key):
    """The words of `key` as JSON by plural category, with "{number}" where the number stands, for plurals.js."""
    return json.dumps(
        {
            category: WORDS[key] % {"number": number, "shown": "{number}"}
            for category, number in EXAMPLES.items()
        }
    )
