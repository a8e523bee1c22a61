"""What the benchmarks that run programs share."""
import os
import subprocess
import sys
import tempfile
import time


def measured(command):
    """Seconds, processor seconds, peak bytes, output. (A child's peak is at least this process's
    memory when it starts, so nothing large may be read here.)"""
    with tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                 stderr=errors, text=True)
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            sys.exit(f"{command}: {errors.read()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, output
