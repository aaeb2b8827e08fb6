"""One window a home: a second start raises the first window instead of opening another."""

import zlib
from collections.abc import Callable

from PySide6.QtCore import QLockFile, QObject

from mgdesk.paths import Home

ANSWER_WITHIN = 500  # milliseconds that a running window gets to answer
RAISE = b"raise"


class SingleWindow(QObject):
    """The lock says at once whether we are first; the socket is made only when it is needed."""

    def __init__(self, home: Home, kind: str = "window") -> None:
        """One of each `kind`: a kiosk may stand beside the window."""
        super().__init__()
        self._kind = kind
        self._name = (
            f"mgdesk-{kind}-{zlib.crc32(str(home.root).encode()):08x}-{len(str(home.root))}"
        )
        self._lock: QLockFile | None = None
        self._on_raise: Callable[[], object] | None = None
        self.is_first = self._take_lock(home)

    def raise_the_other(self) -> bool:
        """Ask the first window to come forward; False when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_WITHIN):
            return False
        socket.write(RAISE)
        socket.waitForBytesWritten(ANSWER_WITHIN)
        socket.disconnectFromServer()
        return True

    def serve(self, on_raise: Callable[[], object]) -> None:
        """Come forward when another start asks for it."""
        from PySide6.QtNetwork import QLocalServer

        if not self.is_first:
            return
        self._on_raise = on_raise
        QLocalServer.removeServer(self._name)  # left by a crash; we hold the lock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._server.listen(self._name)

    def release(self) -> None:
        if self._lock is not None:
            self._lock.unlock()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        if self._on_raise is not None:
            self._on_raise()

    def _take_lock(self, home: Home) -> bool:
        try:
            home.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True  # opening the data will say why, in a sentence
        self._lock = QLockFile(str(home.root / f"{self._kind}.lock"))
        self._lock.setStaleLockTime(0)
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError
