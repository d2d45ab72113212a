"""Headers that keep a page from loading, sending or running anything that is not ours."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.middleware import Middleware

# blob: in script-src: Streamlit hands a component's script to the browser as a blob. style-src: its styles are inline.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """ASGI middleware that adds HEADERS to every answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on; add the headers where the answer begins."""

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in HEADERS]
                message = {**message, "headers": [*kept, *HEADERS.items()]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class OwnHost:
    """ASGI middleware: the page obeys messages from itself alone, not from the sites that Streamlit trusts by default.

    A page's host may steer it, its theme for one: `dashboard/look.js` does.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on; where it asks whom to obey, put this address into the answer."""
        if scope["type"] != "http" or not scope["path"].endswith("/_stcore/host-config"):
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        body = b""

        async def answer(message: Any) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                told = obeying(body, dict(scope["headers"]).get(b"host", b"").decode("latin-1"))
                kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
                await send({**start, "headers": [*kept, (b"content-length", str(len(told)).encode())]})
                await send({**message, "body": told})

        # Compressed, the answer could not be read here.
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, answer)


def obeying(config: bytes, host: str) -> bytes:
    """Return Streamlit's answer to "whom do I obey?" with this host in the place of all others."""
    try:
        told = json.loads(config)
    except ValueError:  # not the answer we know: nothing to change
        return config
    usable = re.fullmatch(r"[A-Za-z0-9.\-:\[\]]+", host)
    return json.dumps({**told, "allowedOrigins": [f"http://{host}", f"https://{host}"] if usable else []}).encode()


MIDDLEWARE = (Middleware(SecurityHeaders), Middleware(OwnHost))
