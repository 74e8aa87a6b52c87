"""What hosts read: how an entity's IRI leads to its page or its data, which type a file is of, what search engines see.

.htaccess        Apache: 303 by Accept and Accept-Language, media types, a page for what is not there
_redirects       Netlify and Cloudflare Pages: 303 to the page
_headers         the same hosts: media types, and who may read the data
404.html         GitHub Pages and others that know no redirects: a script leads from an IRI to its page
w3id.htaccess    for w3id.org or another place of permanent IRIs, when the public address is another than the base IRI
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from eulod.pages.links import LANGUAGES

TYPES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rq": "application/sparql-query",
}
_ACCEPTED = (("ttl", "text/turtle"), ("jsonld", r"application/(ld\\+)?json"), ("nt", "application/n-triples"))
_OTHERS = LANGUAGES[1:]


def hosting_files(base: str, url: str) -> Mapping[str, str]:
    """The files by name; `base` is that of the dataset's IRIs, `url` where the site will be."""
    found = {
        ".htaccess": "".join(_apache(url)),
        ".nojekyll": "",
        "_redirects": "".join(_redirects()),
        "_headers": "".join(_headers()),
        "404.html": _not_found(url),
        "index.html": _choice(),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n",
    }
    return found if url == base else {**found, "w3id.htaccess": "".join(_w3id(url))}


def _apache(url: str) -> Iterator[str]:
    yield "Options -MultiViews\nDirectoryIndex index.html\nAddDefaultCharset utf-8\n"
    yield from (f"AddType {type_} .{ending}\n" for ending, type_ in TYPES.items())
    yield '<Files "void">\n  ForceType text/turtle\n</Files>\n'
    yield f"ErrorDocument 404 {urlsplit(url).path}404.html\n"
    yield '<IfModule mod_headers.c>\n  Header always set Access-Control-Allow-Origin "*"\n'
    yield '  Header always set X-Content-Type-Options "nosniff"\n'
    yield f'  Header always set Content-Security-Policy "{POLICY}"\n</IfModule>\n'
    yield "<IfModule mod_rewrite.c>\nRewriteEngine On\n"
    yield from _rules("")
    yield "</IfModule>\n"


def _w3id(url: str) -> Iterator[str]:
    yield "Options -MultiViews\nRewriteEngine On\n"
    yield from _rules(url)
    yield f"RewriteRule ^ns/?$ {url}release/ontology/eulod.ttl [R=303,L,E=negotiated:1]\n"
    yield f"RewriteRule ^(.*)$ {url}$1 [R=302,L]\n"
    yield _VARY


def _rules(to: str) -> Iterator[str]:
    """The rules that lead from an IRI to the data that are asked for, else to the page in the reader's language."""
    for ending, accepted in _ACCEPTED:
        yield f"RewriteCond %{{HTTP_ACCEPT}} ^[^,]*{accepted.replace(chr(92) * 2, chr(92))}\n"
        yield f"RewriteRule ^id/(.+)$ {to}doc/$1.{ending} [R=303,L,E=negotiated:1]\n"
    for language in _OTHERS:
        yield f"RewriteCond %{{HTTP:Accept-Language}} ^{language} [NC]\n"
        yield f"RewriteRule ^id/(.+)$ {to}{language}/doc/$1.html [R=303,L,E=negotiated:1]\n"
    yield f"RewriteRule ^id/(.+)$ {to}{LANGUAGES[0]}/doc/$1.html [R=303,L,E=negotiated:1]\n"
    if not to:
        yield _VARY


_VARY = (
    "<IfModule mod_headers.c>\n"
    '  Header always merge Vary "Accept, Accept-Language" env=negotiated\n'
    '  Header always merge Vary "Accept, Accept-Language" env=REDIRECT_negotiated\n'
    "</IfModule>\n"
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""What pages may load: their own scripts, styles and pictures, and nothing else."""


def _redirects() -> Iterator[str]:
    for language in _OTHERS:
        yield f"/id/*  /{language}/doc/:splat.html  303  Language={language}\n"
    yield f"/id/*  /{LANGUAGES[0]}/doc/:splat.html  303\n"


def _headers() -> Iterator[str]:
    yield "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n"
    yield f"  Content-Security-Policy: {POLICY}\n"
    yield from (f"/*.{ending}\n  Content-Type: {type_}; charset=utf-8\n" for ending, type_ in TYPES.items())
    yield "/.well-known/void\n  Content-Type: text/turtle; charset=utf-8\n"


def _not_found(url: str) -> str:
    """A page that stands at every address that is not there, so its own addresses begin at the site's folder."""
    head = f'<base href="{urlsplit(url).path}">\n<meta name="robots" content="noindex">\n'
    links = "".join(
        f'<li><a href="{language}/index.html" lang="{language}">{word}</a></li>\n' for language, word in _HOME
    )
    body = f'<h1>404</h1>\n<ul>\n{links}</ul>\n<script src="static/redirect.js" defer></script>\n'
    return _page("404", head, body)


def _choice() -> str:
    """The first file that a host gives: it leads to the pages in the reader's language, or lets them choose."""
    links = "".join(
        f'<li><a href="{language}/index.html" lang="{language}">{word}</a></li>\n' for language, word in _HOME
    )
    return _page(
        "eulod",
        "",
        f'<h1>Language · Nyelv · Langue</h1>\n<ul>\n{links}</ul>\n<script src="static/language.js" defer></script>\n',
    )


_HOME = (("en", "English"), ("hu", "magyar"), ("fr", "français"))


def _page(title: str, head: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'{head}<link rel="stylesheet" href="static/eulod.css">\n</head>\n'
        f'<body>\n<main class="wide">\n{body}</main>\n</body>\n</html>\n'
    )
