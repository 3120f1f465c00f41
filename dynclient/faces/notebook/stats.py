"""What a container uses, from the samples of `container.stats`: computed as `docker stats` computes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dynclient.document.pickled import reduced
from dynclient.faces.forms import at, moment

# What cgroup v1 and v2 call the pages that the kernel may take back at any time.
_RECLAIMABLE = ("total_inactive_file", "inactive_file")


class Usage(NamedTuple):
    """What a container uses at one moment.

    Attributes:
        time: when it was measured.
        cpu: percent of one processor, 200 are two whole ones, or of all of them on Windows; None in the first sample of
            a stream, which has nothing to be compared with.
        memory, limit: bytes in use, without the cache that can be given back, and bytes allowed.
        received, sent: bytes over all networks, since the container's start.
        read, written: bytes from and to disks, since then.
        pids: processes and threads.
    """

    time: datetime | None
    cpu: float | None
    memory: int
    limit: int
    received: int
    sent: int
    read: int
    written: int
    pids: int

    @property
    def memory_percent(self) -> float:
        """The share of the memory that is allowed."""
        return 100 * self.memory / self.limit if self.limit else 0.0

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


def usage_of(sample: Mapping[str, Any]) -> Usage:
    """Compute what a container uses from one sample of `container.stats`.

    Args:
        sample: what the stream gives each second, or `container.stats(id, stream=False)` once.

    Example:
        >>> usage_of({"memory_stats": {"usage": 3000, "limit": 12000, "stats": {"inactive_file": 1000}}}).memory
        2000
    """
    networks = [each for each in (sample.get("networks") or {}).values() if isinstance(each, Mapping)]
    return Usage(
        time=_time(sample, "read"),
        limit=int(at(sample, "memory_stats.limit") or 0),
        received=sum(int(each.get("rx_bytes") or 0) for each in networks),
        sent=sum(int(each.get("tx_bytes") or 0) for each in networks),
        pids=int(at(sample, "pids_stats.current") or 0),
        **(_windows(sample) if sample.get("num_procs") else _linux(sample)),
    )


def _time(sample: Mapping[str, Any], name: str) -> datetime | None:
    return moment(sample[name]) if sample.get(name) else None


def _linux(sample: Mapping[str, Any]) -> dict[str, Any]:
    blocks = at(sample, "blkio_stats.io_service_bytes_recursive") or ()
    memory = _memory(sample.get("memory_stats") or {})
    return {"cpu": _cpu(sample), "memory": memory, "read": _moved(blocks, "read"), "written": _moved(blocks, "write")}


# Only an engine of Windows tells how many processors there are; it tells the rest in other places, too.
_WINDOWS = {
    "memory": "memory_stats.privateworkingset",
    "read": "storage_stats.read_size_bytes",
    "written": "storage_stats.write_size_bytes",
}


def _windows(sample: Mapping[str, Any]) -> dict[str, Any]:
    return {"cpu": _windows_cpu(sample), **{name: int(at(sample, place) or 0) for name, place in _WINDOWS.items()}}


def _windows_cpu(sample: Mapping[str, Any]) -> float | None:
    """Compute the share of all processors' time since the last sample, which Windows counts in units of 100 ns."""
    before, now = _time(sample, "preread"), _time(sample, "read")
    if before is None or now is None:
        return None
    used = _total(sample, "cpu_stats") - _total(sample, "precpu_stats")
    possible = (now - before) / timedelta(microseconds=1) * 10 * sample["num_procs"]
    return float(100 * used / possible) if used > 0 and possible > 0 else 0.0


def _total(sample: Mapping[str, Any], name: str) -> int:
    return int(at(sample, f"{name}.cpu_usage.total_usage") or 0)


def _cpu(sample: Mapping[str, Any]) -> float | None:
    now, before = sample.get("cpu_stats") or {}, sample.get("precpu_stats") or {}
    if not before.get("system_cpu_usage") or not now.get("system_cpu_usage"):
        return None
    used = (at(now, "cpu_usage.total_usage") or 0) - (at(before, "cpu_usage.total_usage") or 0)
    passed = now["system_cpu_usage"] - before["system_cpu_usage"]
    processors = now.get("online_cpus") or len(at(now, "cpu_usage.percpu_usage") or ()) or 1
    return float(used / passed * processors * 100) if used > 0 and passed > 0 else 0.0


def _memory(stats: Mapping[str, Any]) -> int:
    used = int(stats.get("usage") or 0)
    for name in _RECLAIMABLE:
        if (cache := int(at(stats, f"stats.{name}") or 0)) and cache < used:
            return used - cache
    return used


def _moved(blocks: Any, what: str) -> int:
    return sum(int(each.get("value") or 0) for each in blocks if str(each.get("op")).lower() == what)
