"""Local servers of sources that give all they have in one answer, with ETag as the real ones."""

import hashlib

from tests.collectors.conformance.server import Answer, serving


def whole_answer(document, content_type):
    """Items, faults → a server that gives them all at any address, or 304 when they have not changed."""

    def serve(items, faults):
        return serving(lambda request: conditional(request, document(items), content_type), faults)

    return serve


def conditional(request, body, content_type):
    """The body; 304 for whoever has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == tag:
        return Answer(status=304, headers={"ETag": tag})
    return Answer(body, headers={"Content-Type": content_type, "ETag": tag})
