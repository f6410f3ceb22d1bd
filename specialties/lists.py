"""Long lists, cut into pages that each have their own address."""

import re

from django.core.paginator import Paginator
from django.http import Http404

PER_PAGE = 20
NUMBER = re.compile(r"[1-9][0-9]{0,6}")


class ListPage:
    """One page of a list: its `items`, its canonical `url`, and what the pager needs (`page`, `pages`, `prefix`
    of the other pages' addresses, `base_url` of the first)."""

    def __init__(self, paginator, *, number, base_url):
        self.page = paginator.page(number)
        # Read here and now, once, so that neither the template nor a length costs a further query.
        self.items = self.page.object_list = list(self.page.object_list)
        self.pages = list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))
        self.base_url = base_url
        self.prefix = f"{base_url}{'&' if '?' in base_url else '?'}page="
        self.url = base_url if number == 1 else f"{self.prefix}{number}"

    @property
    def number(self):
        return self.page.number

    @property
    def is_first(self):
        return self.page.number == 1


class _KnownLength(Paginator):
    """A Paginator that is told how long the list is, so that it needn't count.

    A page deep in the list skips many rows. With `by_id` it skips their ids alone, which stand in the index,
    and reads whole rows for its own twenty: 1 ms instead of 46 for the last of 350 pages.
    """

    def __init__(self, rows, per_page, *, length, by_id):
        super().__init__(rows, per_page)
        self.by_id = by_id
        self.__dict__["count"] = length  # what the cached property of Paginator would have found

    def _get_page(self, rows, number, paginator):
        if self.by_id and number > 1:
            rows = self.object_list.filter(pk__in=rows.values("pk"))
        return super()._get_page(rows, number, paginator)


def list_page(request, rows, *, length, base_url, per_page=PER_PAGE, by_id=True):
    """The page of `rows` that `?page=` asks for, in one query. Http404 for a number that isn't one or is past
    the end; an empty list has an empty first page. `by_id=False` where the order itself is what costs."""
    asked = request.GET.get("page", "1")
    paginator = _KnownLength(rows, per_page, length=length, by_id=by_id)
    if not NUMBER.fullmatch(asked) or int(asked) > paginator.num_pages:
        raise Http404
    return ListPage(paginator, number=int(asked), base_url=base_url)
