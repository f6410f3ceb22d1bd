"""Bringing the shipped rules and numbers into the database. What is there already stays as it is."""

from django.db import transaction

from questions.models.redflag import HelpNumber, RedFlag, RedFlagVersion
from questions.redflags import shipped


@transaction.atomic
def sync() -> tuple[list[str], list[str], list[str]]:
    """Add what is missing. The codes of rules added, of rules given a newer shipped version, and numbers added.

    A rule whose newest version somebody made is theirs: it is never overwritten. A rule nobody has edited
    follows the shipped one, as a version of its own.
    """
    added, renewed = [], []
    for shipped_version in shipped.versions():
        values = {name: getattr(shipped_version, name) for name in RedFlagVersion.CONTENT}
        flag, _made = RedFlag.objects.get_or_create(
            code=shipped_version.flag.code, defaults={"position": shipped_version.flag.position}
        )
        newest = flag.versions.order_by("-number").first()
        if newest is None:
            RedFlagVersion.objects.create(flag=flag, number=1, **values)
            added.append(flag.code)
        elif newest.made_by_id is None and any(
            getattr(newest, name) != value for name, value in values.items()
        ):
            RedFlagVersion.objects.create(flag=flag, number=newest.number + 1, **values)
            renewed.append(flag.code)
    return added, renewed, _sync_numbers()


def stored(version: RedFlagVersion) -> RedFlagVersion:
    """`version` as a row that a hit can point at. The shipped rules, which count while the table has none, are
    brought in by the first hit: nobody goes unwarned because a deployment forgot `sync_redflags`."""
    if version.pk:
        return version
    sync()
    return RedFlagVersion.objects.filter(flag__code=version.flag.code).order_by("-number")[0]


def _sync_numbers() -> list[str]:
    """Add the numbers of countries that have none at all."""
    known = set(HelpNumber.objects.values_list("country", flat=True))
    missing = [each for each in shipped.help_numbers() if each.country not in known]
    HelpNumber.objects.bulk_create(
        HelpNumber(
            country=each.country,
            kind=each.kind,
            name=each.name,
            number=each.number,
            hours=each.hours,
            position=each.position,
        )
        for each in missing
    )
    return [str(each) for each in missing]


def absent() -> list[str]:
    """The codes of shipped rules that are not in the database. One query."""
    known = set(RedFlag.objects.values_list("code", flat=True))
    return [version.flag.code for version in shipped.versions() if version.flag.code not in known]
