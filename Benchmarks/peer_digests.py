#!/usr/bin/env python3
"""libcrypto's digests, each alone, on one core.

    peer_digests.py FILE COUNT   CPU seconds of COUNT digests of the file in memory, a line each:
                                 MD5, SHA-1, SHA-256
"""

import hashlib
import sys
import time
from pathlib import Path


def main() -> None:
    data, count = Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
    for make in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        start = time.process_time()
        for _ in range(count):
            make(data).digest()
        print(time.process_time() - start)


if __name__ == "__main__":
    main()
