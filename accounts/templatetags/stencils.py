"""Parts of a page that are the same on many pages."""

from django import template

from accounts import stencils

register = template.Library()


@register.simple_tag
def once(name, **values):
    """A partial that depends on nothing but the language and `values`: rendered once for each, not once a page."""
    return stencils.stencil(name).fill({}, **values)
