"""What each page costs readers and the server, with few and with many published questions.

    make bench [N="10000 100000"] [SECONDS=2] [ROUNDS=5] [PAGES="home,search"] [DOCS=1]

Fills a database of its own for each N (kept for the next time), starts the production server, and asks for each kind of
page and for a bare view in turn, round after round. Figures are the medians of the rounds; ratios are to the bare view
of the same round, as machines are noisy. Where nginx is installed, some pages are asked for behind it, too. Writes
var/bench/bench.json and var/bench/bench.md, and prints the table.
"""

import argparse
import logging
import sys

from bench import pages, processes, proxy, report, server
from bench.databases import filled
from bench.measure import Site, measure


def main(arguments):
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", metavar="N")
    parser.add_argument("--seconds", type=int, default=2, help="of each page in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", default="", help="beginnings of the kinds of page, with commas")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    wanted = tuple(options.pages.split(","))
    found = {}
    for size in options.sizes or [10_000]:
        with (
            filled(size) as (_name, url),
            server.running(url) as (web, port),
            proxy.running(port) as (nginx, proxy_port),
        ):
            site = Site(web.pid, processes.postmaster(), port, nginx and nginx.pid, proxy_port)
            kinds = {kind: asked for kind, asked in pages.pages(site).items() if kind.startswith(wanted)}
            found[size] = measure(site, kinds, rounds=options.rounds, seconds=options.seconds)
            report.write(found, options)
    if options.docs:
        report.write_docs(found)
    print(report.table(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
