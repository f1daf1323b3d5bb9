"""Opens every page of the built site in Chromium, from disk: ``python tests/site_pages.py site``.

Each must open without a mistake in the browser's console, and without fetching anything; each live page must learn.
"""

import sys
import tempfile
from pathlib import Path

from browser import Browser

LEARNT = "+document.documentElement.dataset.generation >= 1"
#: What a page has fetched from anywhere but its own folder.
FOREIGN = "performance.getEntriesByType('resource').map(one => one.name).filter(one => !one.startsWith('file:'))"


def look(site):
    """What is wrong, a line each."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        try:
            for path in sorted(set(site.rglob("*.html")) - {site / "404.html"}):  # that one is for web servers
                browser.mistakes.clear()
                live = path.parent.name == "live"
                browser.open(path.as_uri() + ("#generations=1&speed=max" if live else ""))
                browser.until(LEARNT if live else "document.readyState === 'complete'")
                foreign = [one for one in browser.value(FOREIGN) if not one.startswith(("blob:", "data:"))]
                wrong += [f"{path.relative_to(site)}: {one}" for one in (*browser.mistakes, *foreign)]
                print(path.relative_to(site), flush=True)
        finally:
            browser.close()
    return wrong


if __name__ == "__main__":
    found = look(Path(sys.argv[1]).resolve())
    print("\n".join(found) or "every page opens, and every live page learns")
    sys.exit(bool(found))
