"""What a browser is told to allow on the portal's pages (Content Security Policy Level 3)."""

from __future__ import annotations

EMBEDDED = "frame-ancestors *"
"""Who may show a view of a file in a frame: everyone, as its "embed" button offers."""

FRAMED = "frame-ancestors 'self'"
"""Who may show any other page in a frame."""

_PAGE = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    # Scripts of CKAN's libraries set the width of a box; an attribute cannot load anything.
    "style-src-attr 'unsafe-inline'",
    # The picture view shows pictures that lie elsewhere, over http too.
    "img-src 'self' data: https: http:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)


def page_headers(*, embeddable: bool) -> dict[str, str]:
    """Return the headers of a page; ``embeddable`` where other sites may show it in a frame."""
    policy = "; ".join((*_PAGE, EMBEDDED if embeddable else FRAMED))
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    return headers if embeddable else {**headers, "X-Frame-Options": "SAMEORIGIN"}
