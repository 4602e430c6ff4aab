"""How many requests each partner may send in any 60 seconds."""
import collections
import math
import threading
import time

WINDOW = 60


class Limit:
    def __init__(self, most):
        self.most = most  # 0: any number
        self.lock = threading.Lock()
        self.taken = collections.defaultdict(collections.deque)

    def look(self, client_id):
        """With the lock held: when each request of the window came, and in how many seconds the
        oldest leaves it."""
        now, taken = time.monotonic(), self.taken[client_id]
        while taken and taken[0] <= now - WINDOW:
            taken.popleft()
        return taken, math.ceil(taken[0] + WINDOW - now) if taken else 0

    def take(self, client_id):
        """0 when it is let through, else in how many seconds one will be."""
        with self.lock:
            taken, seconds = self.look(client_id)
            if self.most and len(taken) >= self.most:
                return seconds
            taken.append(time.monotonic())
            return 0

    def headers(self, client_id):
        if not self.most:
            return []
        with self.lock:
            taken, seconds = self.look(client_id)
            return [("X-RateLimit-Limit", self.most), ("X-RateLimit-Reset", seconds),
                    ("X-RateLimit-Remaining", self.most - len(taken))]
