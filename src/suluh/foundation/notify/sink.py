"""Where mail goes in a house without a mail server: an SMTP server on loopback, a file per letter.

    python -m suluh.foundation.notify.sink FOLDER PORT

It answers 250 only after the letter stands on the disk. Standard library only.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 30 * 1024 * 1024
IDLE_SECONDS: Final = 300


def keep(folder: Path, envelope: bytes, body: bytes) -> Path:
    """Write a letter whole or not at all; names sort by time of arrival."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{os.urandom(3).hex()}.eml"
    draft = folder / f".{name}"
    with draft.open("wb") as file:
        file.write(envelope + body)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / name)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return folder / name


class Conversation:
    """One client: what it said so far."""

    def __init__(
        self, folder: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.folder, self.reader, self.writer = folder, reader, writer
        self.sender = ""
        self.recipients: list[str] = []

    async def run(self) -> None:
        """Answer until the client leaves."""
        await self.say("220 suluh sink")
        async for line in self.lines():
            word, _, rest = line.partition(" ")
            if word.upper() == "QUIT":
                await self.say("221 bye")
                return
            await self.say(await self.answer(word.upper(), rest))

    async def lines(self) -> AsyncIterator[str]:
        """Yield what the client says, line by line."""
        while True:
            line = await asyncio.wait_for(self.reader.readline(), IDLE_SECONDS)
            if not line:
                return
            yield line.decode("utf-8", "replace").strip()

    async def say(self, text: str) -> None:
        """Answer one line."""
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def answer(self, word: str, rest: str) -> str:
        """Return the answer to one command."""
        if word in {"HELO", "EHLO", "NOOP"}:
            return "250 suluh sink"
        if word == "RSET":
            self.sender, self.recipients = "", []
            return "250 ok"
        if word == "MAIL":
            self.sender, self.recipients = _path(rest), []
            return "250 ok"
        if word == "RCPT" and self.sender:
            self.recipients.append(_path(rest))
            return "250 ok"
        if word == "DATA" and self.recipients:
            return await self.take()
        return "503 not now" if word in {"RCPT", "DATA"} else "502 unknown"

    async def take(self) -> str:
        """Take the letter itself; 250 only when it stands on the disk."""
        await self.say("354 go on")
        body = bytearray()
        while (line := await asyncio.wait_for(self.reader.readline(), IDLE_SECONDS)) != b".\r\n":
            if not line:
                raise ConnectionResetError
            if len(body) < MOST_BYTES:
                body += line[1:] if line.startswith(b"..") else line
        if len(body) >= MOST_BYTES:
            return "552 too large"
        envelope = f"Return-Path: <{self.sender}>\r\n" + "".join(
            f"Delivered-To: {one}\r\n" for one in self.recipients
        )
        kept = keep(self.folder, envelope.encode(), bytes(body))
        self.sender, self.recipients = "", []
        return f"250 kept as {kept.stem}"


def _path(rest: str) -> str:
    inside = rest.partition("<")[2].partition(">")[0]
    return "".join(sign for sign in inside if sign.isprintable())[:320] or "<>"


async def listen(folder: Path, port: int, host: str = "127.0.0.1") -> asyncio.Server:
    """Start the sink; port 0 takes a free one."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            await Conversation(folder, reader, writer).run()
        writer.close()

    return await asyncio.start_server(meet, host, port, limit=1 << 20)


async def serve(folder: Path, port: int) -> None:
    """Run until cancelled."""
    server = await listen(folder, port)
    async with server:
        await server.serve_forever()


def main(arguments: list[str]) -> int:
    """Run as a process of its own."""
    if len(arguments) != 2 or not arguments[1].isdecimal():
        sys.stderr.write("usage: python -m suluh.foundation.notify.sink FOLDER PORT\n")
        return 2
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Path(arguments[0]), int(arguments[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
