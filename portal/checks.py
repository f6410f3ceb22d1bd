"""What must not go live: checked by `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Info, Tags, register


@register(Tags.security, deploy=True)
def no_demo_in_production(app_configs: Any, **kwargs: Any) -> list[Error]:
    """DEMO lets accounts in without a second factor, DEBUG shows the code: neither may face the world."""
    return [
        Error(f"{name} is on.", hint=f"Remove {name} from the environment.", id=f"portal.E00{number}")
        for number, name in enumerate(("DEBUG", "DEMO"), start=1)
        if getattr(settings, name)
    ]


@register(Tags.security, deploy=True)
def no_play_money_in_production(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The dummy provider takes no money and believes whoever says that it did."""
    if settings.PAYMENTS != "dummy":
        return []
    hint = "Remove PAYMENTS from the environment; docs/deployment.md says how a real provider is added."
    return [
        Error("PAYMENTS is dummy: everybody could confirm their own payment.", hint=hint, id="portal.E003")
    ]


@register(Tags.security, deploy=True)
def help_lines_of_a_country(app_configs: Any, **kwargs: Any) -> list[Info]:
    """Without a country the page about self-harm knows no line to talk to, only the emergency number."""
    if settings.COUNTRY:
        return []
    hint = "Set COUNTRY to two letters, such as GB, and check its help numbers in the admin."
    return [Info("COUNTRY is not set: warnings show no help line.", hint=hint, id="portal.I001")]
