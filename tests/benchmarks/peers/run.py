"""One engine, one job, one fresh process: `python -m tests.benchmarks.peers.run ENGINE KIND FOLDER`.

Says as JSON what the work cost from the moment its data were read: CPU and wall seconds, the most
memory, and the size of what was made. Imports of the engine count, as they do for whoever prints.
"""

import importlib
import json
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

WARM = 9


def spent() -> float:
    """CPU seconds of this process and of those it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def peak() -> float:
    """Megabytes at most, of this process or of the largest that it waited for."""
    said = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]
    return max(int(said), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main() -> None:
    name, kind, place, *others = sys.argv[1:]
    folder = Path(place)
    path = folder / f"{name}.pdf"
    engine = importlib.import_module(f"tests.benchmarks.peers.{name}_engine")
    data = engine.read(kind, folder)
    cpu, wall = spent(), perf_counter()
    made = engine.draw(kind, data, folder, path)
    told = {"cpu": spent() - cpu, "wall": perf_counter() - wall}
    told |= made if isinstance(made, dict) else {}
    told |= {"size": path.stat().st_size if path.exists() else 0, "peak": peak()}
    if "warm" in others:
        times, cpus = [], []
        for _ in range(WARM):
            start, cpu = perf_counter(), spent()
            engine.draw(kind, data, folder, path)
            times.append(perf_counter() - start)
            cpus.append(spent() - cpu)
        told |= {"warm": median(times), "warm_cpu": median(cpus)}
    print(json.dumps(told | {"process": spent()}))


if __name__ == "__main__":
    main()
