"""As much of libzmq as a made worker needs: the very library that Turnstone links."""

import ctypes
import ctypes.util
import errno

DEALER, DONTWAIT = 5, 1
LINGER, RCVTIMEO, IMMEDIATE, RECONNECT_IVL = 17, 27, 39, 18
CURVE_PUBLICKEY, CURVE_SECRETKEY, CURVE_SERVERKEY = 48, 49, 50
# The largest message is 48 MiB; a lease of a thousand lines has 70 kB.
MESSAGE_BYTES = 4 << 20


class Dealer:
    """A worker's socket."""

    def __init__(self, endpoint: str, server: str, public: str, secret: str):
        self.library = ctypes.CDLL(ctypes.util.find_library("zmq") or "libzmq.so.5",
                                   use_errno=True)
        self.library.zmq_ctx_new.restype = ctypes.c_void_p
        self.library.zmq_socket.restype = ctypes.c_void_p
        self.library.zmq_socket.argtypes = [ctypes.c_void_p, ctypes.c_int]
        for name, kinds in {
            "zmq_setsockopt": [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t],
            "zmq_connect": [ctypes.c_void_p, ctypes.c_char_p],
            "zmq_send": [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int],
            "zmq_recv": [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int],
        }.items():
            getattr(self.library, name).argtypes = kinds
        self.buffer = ctypes.create_string_buffer(MESSAGE_BYTES)
        self.socket = self.library.zmq_socket(self.library.zmq_ctx_new(), DEALER)
        for option, value in {LINGER: 1000, IMMEDIATE: 1, RECONNECT_IVL: 10,
                              RCVTIMEO: 50}.items():
            number = ctypes.c_int(value)
            self.check(self.library.zmq_setsockopt(self.socket, option, ctypes.byref(number), 4))
        for option, key in {CURVE_SERVERKEY: server, CURVE_PUBLICKEY: public,
                            CURVE_SECRETKEY: secret}.items():
            text = key.encode("ascii")
            self.check(self.library.zmq_setsockopt(self.socket, option, text, len(text)))
        self.check(self.library.zmq_connect(self.socket, endpoint.encode()))

    def check(self, result: int) -> int:
        if result < 0:
            raise OSError(ctypes.get_errno(), "libzmq")
        return result

    def send(self, message: bytes) -> bool:
        """False where nobody is connected."""
        sent = self.library.zmq_send(self.socket, message, len(message), DONTWAIT)
        if sent < 0 and ctypes.get_errno() == errno.EAGAIN:
            return False
        return self.check(sent) >= 0

    def receive(self) -> bytes | None:
        """None where nothing came in 50 ms."""
        size = self.library.zmq_recv(self.socket, self.buffer, MESSAGE_BYTES, 0)
        if size < 0 and ctypes.get_errno() in (errno.EAGAIN, errno.EINTR):
            return None
        if self.check(size) > MESSAGE_BYTES:
            raise ValueError(f"a message of {size} bytes")
        return ctypes.string_at(self.buffer, size)
