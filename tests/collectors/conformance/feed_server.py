"""Feeds as their sites serve them: RSS 2.0 and Atom, with ETag, Last-Modified and gzip."""

import gzip
import hashlib
from xml.sax.saxutils import escape, quoteattr

from tests.collectors.conformance.server import Answer, serving

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{title}</title>
<link>{link}</link>
<description>Flux d'essai</description>
<language>fr-FR</language>
<lastBuildDate>Sun, 22 Nov 2026 11:00:00 +0000</lastBuildDate>
{entries}
</channel>
</rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<id>{link}flux</id>
<title>{title}</title>
<updated>2026-11-22T11:00:00Z</updated>
<link rel="alternate" href="{link}"/>
{entries}
</feed>
"""
LAST_MODIFIED = "Sun, 22 Nov 2026 11:00:00 GMT"


def rss(items, title="Courrier de Valmont", link="https://www.courrier-valmont.example/"):
    """Items with the names of RSS elements; a list is an element several times."""
    entries = (f"<item>{''.join(_elements(item))}</item>" for item in items)
    return RSS.format(title=title, link=link, entries="\n".join(entries)).encode()


def atom(items, title="Alertes", link="https://www.assistance-fraudes.example/"):
    """Items with the names of Atom elements; `link` is an address, `category` a list of terms."""
    entries = (f"<entry>{''.join(_atom_elements(item))}</entry>" for item in items)
    return ATOM.format(title=title, link=link, entries="\n".join(entries)).encode()


def feed_server(write, *, zipped=False):
    """A server for Case.serve: the items as one feed at /feed, 304 to who has it already."""

    def serve(items, faults):
        return serving(lambda request: _answer(request, write(items), zipped=zipped), faults)

    return serve


def _answer(request, body, *, zipped):
    if request.path != "/feed":
        return Answer(b"no such feed", 404, {"Content-Type": "text/plain"})
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"Content-Type": "application/xml", "ETag": etag, "Last-Modified": LAST_MODIFIED}
    if request.headers.get("if-none-match") == etag:
        return Answer(b"", 304, headers)
    if zipped:
        return Answer(gzip.compress(body, mtime=0), 200, headers | {"Content-Encoding": "gzip"})
    return Answer(body, 200, headers)


def _elements(item):
    for name, value in item.items():
        for part in value if isinstance(value, list) else [value]:
            yield f"<{name}>{escape(str(part))}</{name}>"


def _atom_elements(item):
    for name, value in item.items():
        if name == "link":
            yield f"<link rel='alternate' href={quoteattr(value)}/>"
        elif name == "category":
            yield from (f"<category term={quoteattr(term)}/>" for term in value)
        elif name == "author":
            yield f"<author><name>{escape(value)}</name></author>"
        elif name in {"content", "summary"}:
            yield f"<{name} type='html'>{escape(value)}</{name}>"
        else:
            yield f"<{name}>{escape(str(value))}</{name}>"
