"""``python -m bench [NAME…]``: run the benchmarks, all or those named."""

import argparse
import os
import sys

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import postgres  # noqa: PLC0415

    postgres.start()
    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from bench import registry, report  # noqa: PLC0415

    known = registry.load()
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(sorted(known))}")
    names = parser.parse_args().names or sorted(known)
    if unknown := [name for name in names if name not in known]:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(sorted(known))}")
    figures = []
    for name in names:
        for figure in known[name]():
            figures.append(figure)
            sys.stderr.write(f"{figure.name}: {figure.value:,.2f} {figure.unit}\n")
    report.write(figures, settings.BASE_DIR / ".local" / "bench.json")
    sys.stdout.write(report.table(figures) + "\n")
    postgres.stop_if_unused()
    return 0


if __name__ == "__main__":
    sys.exit(main())
