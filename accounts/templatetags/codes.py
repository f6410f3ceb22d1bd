"""How long the codes in our e-mails work."""

from django import template

from accounts.adapter import CODES

register = template.Library()


@register.simple_tag
def code_minutes(mail):
    """Minutes for which the code in an e-mail (its template's name, as in CODES) works."""
    return CODES[mail.strip()]() // 60
