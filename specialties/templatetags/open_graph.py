"""What a page shows of itself where somebody shares its address (Open Graph)."""

import re

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.translation import get_language, to_locale

register = template.Library()
_PARTS = re.compile(
    r'<title>(?P<title>.*?)</title>|<meta name="description" content="(?P<description>[^"]*)"'
    r'|<link rel="canonical" href="(?P<url>[^"]*)"',
    re.DOTALL,
)
# Our own picture, of no health matter: what was shared shall not be seen at a glance. Pixels.
PICTURE, WIDTH, HEIGHT = "img/share.png", 1200, 630


@register.tag
def open_graph(parser, token):
    """{% open_graph %}…{% endopen_graph %} around title, description and canonical address: prints them, and the
    same again as Open Graph, so that no page says it twice. A page without an address of its own isn't shared."""
    nodes = parser.parse(("endopen_graph",))
    parser.delete_first_token()
    return OpenGraph(nodes)


class OpenGraph(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        head = self.nodelist.render(context)
        # Escaped where the page printed them.
        found = {match.lastgroup: match[match.lastgroup] for match in _PARTS.finditer(head)}
        if not found.get("url"):
            return head
        site_name = conditional_escape(context["site_name"])
        told = {
            "type": "website",
            "site_name": site_name,
            "title": found["title"].rpartition(" – ")[0],
            "description": found["description"],
            "url": found["url"],
            "locale": _territory(to_locale(get_language() or settings.LANGUAGE_CODE)),
            "image": f"{context['site_url']}{static(PICTURE)}",
            "image:width": WIDTH,
            "image:height": HEIGHT,
            "image:alt": site_name,
        }
        lines = [f'<meta property="og:{name}" content="{value}">' for name, value in told.items()]
        return "\n  ".join([head.rstrip(), *lines])


def _territory(locale):
    """en_GB as it is; es as es_ES: Open Graph knows no language without a country."""
    return locale if "_" in locale else f"{locale}_{locale.upper()}"
