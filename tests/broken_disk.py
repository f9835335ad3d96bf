# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A disk that refuses, for this process and for ever: system calls answer with an error of our choice (seccomp, Linux)."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable

CALLS = {  # machine -> system call -> number
    "x86_64": {"write": 1, "pwrite64": 18, "fsync": 74, "fdatasync": 75},
    "aarch64": {"write": 64, "pwrite64": 68, "fsync": 82, "fdatasync": 83},
}[platform.machine()]
FAILURES = {
    "fsync fails": (("fsync", "fdatasync"), errno.EIO),
    "the disk is full": (("write", "pwrite64"), errno.ENOSPC),
    "the disk fails": (("write", "pwrite64"), errno.EIO),
}
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, FAIL = 0x7FFF0000, 0x00050000


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def break_disk(failure: str) -> None:
    """Make the named system calls of this process fail from now on."""
    calls, error = FAILURES[failure]
    _forbid([CALLS[call] for call in calls], error)


def _forbid(numbers: Iterable[int], error: int) -> None:
    numbers = list(numbers)
    code = [(LOAD, 0, 0, 0)]
    code += [(EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    code += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL | error)]
    packed = b"".join(struct.pack("HBBI", *step) for step in code)
    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(len(code), packed)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "no seccomp here")
