"""Colours and corners of the design language where no stylesheet reaches: e-mails, the browser's own bar."""

from django import template

from accounts.palette import palette, pixels

register = template.Library()


@register.simple_tag
def tokens(scheme="light"):
    """{% tokens as light %}: each colour as #rrggbb by its name ("accent_soft"); in pixels the radius of a card, and of
    what stands within one."""
    colours = {name.replace("-", "_"): colour for name, colour in palette(scheme).items()}
    return colours | {"radius": pixels("radius"), "radius_s": pixels("radius") * 2 // 3}
